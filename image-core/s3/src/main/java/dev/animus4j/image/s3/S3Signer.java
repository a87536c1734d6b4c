package dev.animus4j.image.s3;

import dev.animus4j.image.s3.S3Credentials.AccessKey;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signer of requests to one bucket: AWS Signature Version 4. */
record S3Signer(S3Bucket bucket, Clock clock) {
  /** In bytes; a longer body takes too long to hash on an event loop. */
  private static final int QUICKLY_HASHED = 64 * 1024;

  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /** Whether signing this request takes long: over http the whole body is hashed. */
  boolean isSlow(S3Request request) {
    return request.body() != null && request.body().length() > QUICKLY_HASHED && !isSecure();
  }

  /** Returns the headers of the request, those of the signature included. */
  Map<String, String> headers(S3Request request, AccessKey accessKey) {
    Map<String, String> signed = new TreeMap<>();
    ImagePart body = request.body();
    sign(
            request,
            accessKey,
            builder -> builder.payload(body == null ? InputStream::nullInputStream : body::stream))
        .forEachHeader((name, values) -> signed.put(name, String.join(",", values)));
    signed.remove("Host"); // the HTTP client sends the same
    return signed;
  }

  /** Returns an address that lets everybody make this request for so long. */
  URI presign(S3Request request, AccessKey accessKey, Duration validity) {
    return sign(
            request,
            accessKey,
            builder ->
                builder
                    .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validity))
        .getUri();
  }

  private SdkHttpRequest sign(
      S3Request request,
      AccessKey accessKey,
      UnaryOperator<SignRequest.Builder<AwsCredentialsIdentity>> change) {
    SignRequest.Builder<AwsCredentialsIdentity> builder =
        SignRequest.builder(identity(accessKey))
            .request(unsigned(request))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
            .putProperty(AwsV4HttpSigner.REGION_NAME, bucket.region())
            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
            .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
            .putProperty(HttpSigner.SIGNING_CLOCK, clock);
    return SIGNER.sign(change.apply(builder).build()).request();
  }

  private SdkHttpRequest unsigned(S3Request request) {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method().name()))
            .uri(URI.create(request.url(bucket)));
    request.headers().forEach(unsigned::putHeader);
    return unsigned.build();
  }

  private boolean isSecure() {
    return bucket.endpoint().regionMatches(true, 0, "https:", 0, 6);
  }

  private static AwsCredentialsIdentity identity(AccessKey accessKey) {
    return accessKey.sessionToken() == null
        ? AwsCredentialsIdentity.create(accessKey.id(), accessKey.secret())
        : AwsSessionCredentialsIdentity.create(
            accessKey.id(), accessKey.secret(), accessKey.sessionToken());
  }
}
