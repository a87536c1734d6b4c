package dev.animus4j.image.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.format.ImageInspector;
import dev.animus4j.image.format.ImageType;
import dev.animus4j.image.format.PixelSize;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that store and delete objects, whole or in parts. All may be repeated. */
record UploadApi(S3Api api) {
  /** Part of an upload as the server stored it. */
  record StoredPart(int number, String etag) {}

  /** Puts a whole image. */
  Completable put(String key, ImageInspector.Result image, ImagePart bytes) {
    return api.send(
        ObjectFormat.addTo(S3Request.of(HttpMethod.PUT, key), image.type(), image.size())
            .withBody(bytes));
  }

  /** Creates an upload in parts, of a size in pixels if that is known, and returns its id. */
  Single<String> create(String key, ImageType type, @Nullable PixelSize size) {
    S3Request request = S3Request.of(HttpMethod.POST, key).withQuery("uploads", "");
    return api.xml(ObjectFormat.addTo(request, type, size))
        .map(answer -> requireText(answer.at("/initiateMultipartUploadResult/uploadId").asText()));
  }

  Single<StoredPart> putPart(String key, String uploadId, int number, ImagePart part) {
    S3Request request =
        S3Request.of(HttpMethod.PUT, key)
            .withQuery("partNumber", Integer.toString(number))
            .withQuery("uploadId", uploadId)
            .withBody(part);
    return api.header(request, "ETag").map(etag -> new StoredPart(number, requireText(etag)));
  }

  /**
   * Makes an object of the parts. An answer that was lost, so that the upload has ended when it is
   * asked for again, is made up for by a look at the object.
   */
  Completable complete(String key, String uploadId, List<StoredPart> parts, long bytes) {
    S3Request request =
        S3Request.of(HttpMethod.POST, key)
            .withQuery("uploadId", uploadId)
            .withHeader("Content-Type", "application/xml")
            .withBody(ImagePart.of(Buffer.buffer(document(parts))));
    return api.xml(request)
        .ignoreElement()
        .onErrorResumeNext(
            failure ->
                mayHaveRun(failure) ? verify(key, bytes, failure) : Completable.error(failure));
  }

  /** Whether the server may have done what it was asked for. */
  static boolean mayHaveRun(Throwable failure) {
    return failure instanceof AnimusException known && known.mayHaveRun();
  }

  private Completable verify(String key, long bytes, Throwable failure) {
    return api.header(S3Request.of(HttpMethod.HEAD, key), "Content-Length")
        .onErrorReturnItem("")
        .flatMapCompletable(
            length ->
                length.equals(Long.toString(bytes))
                    ? Completable.complete()
                    : Completable.error(failure));
  }

  /** Aborts an upload; one that has ended already is no failure. */
  Completable abort(String key, String uploadId) {
    return api.send(S3Request.of(HttpMethod.DELETE, key).withQuery("uploadId", uploadId))
        .onErrorComplete(failure -> S3Failures.hasCode(failure, "NoSuchUpload"));
  }

  /** Creates an upload of nothing and aborts it. */
  Completable createAndAbort(String key) {
    return create(key, ImageType.PNG, null)
        .flatMapCompletable(uploadId -> abort(key, uploadId))
        .onErrorResumeNext(
            failure ->
                mayHaveRun(failure)
                    ? abortAll(key).onErrorComplete().andThen(Completable.error(failure))
                    : Completable.error(failure));
  }

  /** Aborts all uploads of this object, also one whose creation was not answered. */
  Completable abortAll(String key) {
    return api.xml(
            S3Request.of(HttpMethod.GET, "").withQuery("uploads", "").withQuery("prefix", key))
        .flattenAsFlowable(answer -> elements(answer.at("/listMultipartUploadsResult/upload")))
        .filter(upload -> upload.path("key").asText().equals(key))
        .map(upload -> upload.path("uploadId").asText())
        .concatMapCompletableDelayError(uploadId -> abort(key, uploadId));
  }

  /** Deletes an object; one that is gone already is no failure. */
  Completable delete(String key) {
    return api.send(S3Request.of(HttpMethod.DELETE, key))
        .onErrorComplete(failure -> S3Failures.hasCode(failure, "NoSuchKey"));
  }

  /** The elements of this name, of which JSON made nothing, an object or an array. */
  static Iterable<JsonNode> elements(JsonNode node) {
    return node.isArray() || node.isMissingNode() ? node : List.of(node);
  }

  private static String document(List<StoredPart> parts) {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    for (StoredPart part : parts) {
      xml.append("<Part><PartNumber>").append(part.number()).append("</PartNumber><ETag>");
      xml.append(part.etag().replace("&", "&amp;").replace("<", "&lt;")).append("</ETag></Part>");
    }
    return xml.append("</CompleteMultipartUpload>").toString();
  }

  private static String requireText(String text) {
    if (text.isBlank()) {
      throw S3Failures.unusable(
          FailureOrigin.of(S3Failures.PROVIDER), "the answer to an upload says nothing");
    }
    return text;
  }
}
