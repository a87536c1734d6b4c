package dev.animus4j.image.s3;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.StreamedResponse;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.Optional;

/** Descriptions of images: objects of JSON beside them. */
record ImageDescriptions(S3Api api, S3Locations locations) {
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  /** Describes an image of this bucket. Goes on when nobody waits for it any more. */
  Completable describe(Image image) {
    String key = locations.key(image.location());
    S3Request request =
        S3Request.of(HttpMethod.PUT, S3Locations.description(key))
            .withHeader("Content-Type", "application/json")
            .withBody(ImagePart.of(toJson(image)));
    return api.send(request)
        .onErrorResumeNext(failure -> putFailure(key, failure))
        .andThen(Completable.defer(() -> verifyImage(key)))
        .cache();
  }

  private static Buffer toJson(Image image) {
    Buffer json = ImageJson.toJson(image);
    if (json.length() > MAX_BYTES) {
      throw S3Failures.invalid(
          "the description of the picture is larger than " + MAX_BYTES + " bytes");
    }
    return json;
  }

  private Completable putFailure(String key, Throwable failure) {
    Completable verified =
        UploadApi.mayHaveRun(failure) ? verifyImage(key).onErrorComplete() : Completable.complete();
    return verified.andThen(Completable.error(failure));
  }

  /** An image that was deleted while it was described leaves no description. */
  private Completable verifyImage(String key) {
    return api.head(key, StreamedResponse::status)
        .ignoreElement()
        .onErrorResumeNext(
            failure ->
                isMissing(failure)
                    ? delete(key).onErrorComplete().andThen(Completable.error(failure))
                    : Completable.error(failure));
  }

  /** Finds an image of this bucket with what is known of it; empty when there is none. */
  Maybe<Image> find(URI location) {
    return Maybe.fromCallable(() -> locations.key(location))
        .onErrorComplete(failure -> failure instanceof AnimusException.InvalidRequest)
        .flatMap(key -> new ObjectFormat(api).read(key).flatMap(format -> find(key, format)));
  }

  private Maybe<Image> find(String key, Image.Format format) {
    URI location = locations.location(key);
    return read(key)
        .defaultIfEmpty(Image.of("", location))
        .map(image -> image.withLocation(location).withFormat(format))
        .toMaybe();
  }

  private Maybe<Image> read(String key) {
    return new WholeObject(MAX_BYTES)
        .collect(new ObjectRead(api, S3Locations.description(key)).bytes())
        .mapOptional(ImageDescriptions::parse)
        .onErrorComplete(ImageDescriptions::isMissing);
  }

  private static Optional<Image> parse(Buffer json) {
    try {
      return Optional.of(ImageJson.parse(json));
    } catch (AnimusException.Protocol unreadable) {
      return Optional.empty();
    }
  }

  Completable delete(String key) {
    return new UploadApi(api).delete(S3Locations.description(key));
  }

  /** Services that let nobody list say only that a missing object must not be read. */
  private static boolean isMissing(Throwable failure) {
    return failure instanceof AnimusException.InvalidRequest
        || failure instanceof AnimusException.Authentication;
  }
}
