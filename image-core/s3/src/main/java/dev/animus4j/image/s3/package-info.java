/**
 * {@link dev.animus4j.image.s3.S3ImageStore}: images in a bucket of a storage service that speaks
 * the S3 protocol.
 *
 * <pre>{@code
 * import dev.animus4j.chat.AnimusClient;
 * import dev.animus4j.http.Http;
 * import dev.animus4j.image.Image;
 * import dev.animus4j.image.s3.*;
 * import io.reactivex.rxjava3.core.Flowable;
 *
 * S3Bucket bucket = S3Bucket.cloudflare("my-account", "images").withPrefix("bots/fox/");
 * S3Credentials credentials = S3Credentials.of("my-key-id", key);
 * S3ImageStore store = S3ImageStore.create(Http.create(vertx), S3Options.of(bucket, credentials));
 *
 * AnimusClient client = AnimusClient.builder(vertx).fromEnv().imageStore(store).build();
 *
 * // after a restart
 * Flowable<Image> images = store.list().concatMapMaybe(image -> store.find(image.location()));
 * }</pre>
 *
 * <p>Requests go through {@link dev.animus4j.http.Http}, and are signed with the signer of the AWS
 * SDK, which brings no HTTP client. Over https the bytes of images are covered by TLS and an MD5
 * that is signed; over http their SHA-256 is signed too, since servers refuse unsigned bytes there.
 */
@NullMarked
package dev.animus4j.image.s3;

import org.jspecify.annotations.NullMarked;
