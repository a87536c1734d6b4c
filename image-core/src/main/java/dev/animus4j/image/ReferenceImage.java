package dev.animus4j.image;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.image.format.ImageType;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemException;
import io.vertx.rxjava3.SingleHelper;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Image for the model to use in a new one, or mask for the image to change.
 *
 * @param bytes the file; not to be changed
 * @param mediaType such as {@code image/png}; models are sent what the bytes show instead
 * @param role its role in the new image: {@code logo}, {@code face}, {@code character}…, or {@link
 *     #MASK}; null leaves that to the prompt
 * @param name its name in the prompt; null for none
 */
public record ReferenceImage(
    Buffer bytes, String mediaType, @Nullable String role, @Nullable String name) {

  /**
   * The role of a mask: its transparent or white parts, depending on the model, are where the image
   * may change. Models that take no masks refuse one.
   */
  public static final String MASK = "mask";

  /** Returns a reference image of this file. */
  public static ReferenceImage of(Buffer file) {
    String type =
        ImageType.detect(file).map(ImageType::mediaType).orElse("application/octet-stream");
    return new ReferenceImage(file, type, null, null);
  }

  /** Returns the mask in this file. */
  public static ReferenceImage mask(Buffer file) {
    return of(file).withRole(MASK);
  }

  /**
   * Reads a file, without blocking the caller. Fails with {@link AnimusException.InvalidRequest} if
   * it cannot be read.
   */
  public static Single<ReferenceImage> read(Vertx vertx, Path file) {
    return SingleHelper.<Buffer>toSingle(
            done -> vertx.fileSystem().readFile(file.toString()).onComplete(done))
        .map(ReferenceImage::of)
        .onErrorResumeNext(cause -> Single.error(toFailure(cause, file)));
  }

  /**
   * Reads an image of a store: {@code ReferenceImage.read(store.read(image.location()))}; for one
   * at an address, see {@link dev.animus4j.image.provider.ImageDownload#reference}.
   */
  public static Single<ReferenceImage> read(Flowable<Buffer> file) {
    return FaultIsolation.<Buffer>flowable(() -> file)
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .map(ReferenceImage::of);
  }

  /** Returns the same image in this role. */
  public ReferenceImage withRole(String role) {
    return new ReferenceImage(bytes, mediaType, role, name);
  }

  /** Returns the same image by this name. */
  public ReferenceImage withName(String name) {
    return new ReferenceImage(bytes, mediaType, role, name);
  }

  /** Whether it is a mask. */
  public boolean isMask() {
    return MASK.equals(role);
  }

  private static Throwable toFailure(Throwable cause, Path file) {
    return cause instanceof FileSystemException
        ? new AnimusException.InvalidRequest(
            FailureOrigin.of("animus4j"), "cannot read the picture " + file.getFileName())
        : cause;
  }

  /** Describes it without its bytes. */
  @Override
  public String toString() {
    return "ReferenceImage["
        + mediaType
        + ", "
        + bytes.length()
        + " bytes, "
        + role
        + ", "
        + name
        + "]";
  }
}
