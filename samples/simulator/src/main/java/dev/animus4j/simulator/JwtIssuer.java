package dev.animus4j.simulator;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Issues JSON Web Tokens (RFC 7519, HS256), and knows which of its own are no longer valid. */
final class JwtIssuer {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final SecretKeySpec key = new SecretKeySpec(secret(), "HmacSHA256");
  private final AtomicLong issued = new AtomicLong();
  private volatile long revoked;

  String issue(Duration lifetime) {
    Instant now = Instant.now();
    String claims =
        "{\"sub\":\"animus4j-simulator\",\"iat\":%d,\"exp\":%d,\"jti\":\"%d\"}"
            .formatted(
                now.getEpochSecond(),
                now.plus(lifetime).getEpochSecond(),
                issued.incrementAndGet());
    String signed = HEADER + "." + encode(claims);
    return signed + "." + signature(signed);
  }

  /** Revokes every token issued until now. */
  void revoke() {
    revoked = issued.get();
  }

  /**
   * Whether this token was issued here, and has expired or been revoked; false for other tokens.
   */
  boolean isStale(String token) {
    int dot = token.lastIndexOf('.');
    if (!token.startsWith(HEADER + ".") || dot <= HEADER.length() || !isOwn(token, dot)) {
      return false;
    }
    var claims = JsonBuffers.read(claims(token.substring(HEADER.length() + 1, dot)));
    boolean expired = claims.path("exp").asLong() <= Instant.now().getEpochSecond();
    return expired || claims.path("jti").asLong() <= revoked;
  }

  /** Rejects requests without a valid bearer token. */
  void check(@Nullable String authorization, SimulatorSettings settings) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw RejectedRequest.unauthorized("No API key or token: send 'Authorization: Bearer ...'.");
    }
    String bearer = authorization.substring(7).strip();
    boolean known = settings.bearers().isEmpty() || settings.bearers().contains(bearer);
    if (!known || bearer.isEmpty()) {
      throw RejectedRequest.unauthorized("Incorrect API key or token provided.");
    }
    if (isStale(bearer)) {
      throw RejectedRequest.unauthorized("The token has expired.");
    }
  }

  private boolean isOwn(String token, int dot) {
    byte[] expected = signature(token.substring(0, dot)).getBytes(StandardCharsets.US_ASCII);
    byte[] actual = token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, actual);
  }

  private String signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return ENCODER.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Buffer claims(String encoded) {
    return Buffer.buffer(Base64.getUrlDecoder().decode(encoded));
  }

  private static byte[] secret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  private static String encode(String text) {
    return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
