package dev.animus4j.image.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.image.store.ImageStore.Stored;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.vertx.core.http.HttpMethod;
import java.util.Comparator;

/**
 * Listing of the images in a bucket. Their keys are listed first, since the service has another
 * order; what they are is asked for one by one.
 */
final class ImageListing {
  private static final String PAGE = "/listBucketResult";

  private final S3Api api;
  private final S3Locations locations;
  private String continuation = "";

  ImageListing(S3Api api, S3Locations locations) {
    this.api = api;
    this.locations = locations;
  }

  Flowable<Stored> images() {
    return Flowable.defer(this::page)
        .repeatUntil(() -> continuation.isEmpty())
        .filter(locations::isImage)
        .toSortedList(Comparator.comparingLong(S3Locations::storedAt))
        .flattenAsFlowable(keys -> keys)
        .concatMapMaybe(this::image, 1);
  }

  private Flowable<String> page() {
    S3Request request =
        S3Request.of(HttpMethod.GET, "")
            .withQuery("list-type", "2")
            .withQuery("prefix", locations.listed());
    return api.xml(
            continuation.isEmpty()
                ? request
                : request.withQuery("continuation-token", continuation))
        .doOnSuccess(page -> continuation = next(page.at(PAGE)))
        .flattenAsFlowable(page -> UploadApi.elements(page.at(PAGE).path("contents")))
        .map(object -> object.path("key").asText());
  }

  private static String next(JsonNode page) {
    boolean more = page.path("isTruncated").asText().equals("true");
    return more ? page.path("nextContinuationToken").asText() : "";
  }

  /** Returns what an object is; empty when it is no image, or has been deleted meanwhile. */
  private Maybe<Stored> image(String key) {
    return new ObjectFormat(api)
        .read(key)
        .map(format -> new Stored(locations.location(key), format));
  }
}
