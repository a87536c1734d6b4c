package dev.animus4j.chatbot;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs text with a secret by HMAC-SHA256, and verifies its signatures; also those of the previous
 * secret.
 */
final class HmacSigner {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final List<SecretKeySpec> keys;

  private HmacSigner(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** Creates a signer that signs with the first of these. */
  static HmacSigner of(List<SecretValue> secrets) {
    return new HmacSigner(secrets.stream().map(HmacSigner::key).toList());
  }

  private static SecretKeySpec key(SecretValue secretValue) {
    return new SecretKeySpec(secretValue.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** So many random bytes, in URL-safe Base64. */
  static String randomText(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return BASE64.encodeToString(random);
  }

  String sign(String text) {
    return sign(text, keys.get(0));
  }

  private static String sign(String text, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean verify(String text, String signature) {
    return keys.stream().anyMatch(key -> equalsInConstantTime(sign(text, key), signature));
  }

  /** The first characters of a signature, where space is limited. */
  String signShort(String text, int characters) {
    return sign(text).substring(0, characters);
  }

  boolean verifyShort(String text, String beginning, int characters) {
    return keys.stream()
        .anyMatch(key -> equalsInConstantTime(sign(text, key).substring(0, characters), beginning));
  }

  /** Short signatures in lower case for file names, one with each secret. */
  List<String> fileNameTags(String text, int characters) {
    return keys.stream()
        .map(key -> sign(text, key).substring(0, characters).toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Compares in constant time. */
  private static boolean equalsInConstantTime(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }
}
