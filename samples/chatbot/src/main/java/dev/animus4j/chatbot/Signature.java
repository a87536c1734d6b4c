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
 * Signs text with a secret, HMAC-SHA256, and knows its own signatures again; also those with the
 * secret that was used before.
 */
final class Signature {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final List<SecretKeySpec> keys;

  private Signature(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** Signs with the first of these. */
  static Signature with(List<Secret> secrets) {
    return new Signature(secrets.stream().map(Signature::key).toList());
  }

  private static SecretKeySpec key(Secret secret) {
    return new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** As many random bytes, for an address. */
  static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return BASE64.encodeToString(random);
  }

  String of(String text) {
    return of(text, keys.get(0));
  }

  private static String of(String text, SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean signs(String text, String signature) {
    return keys.stream().anyMatch(key -> same(of(text, key), signature));
  }

  /** The beginning of a signature, where there is no room for all of it. */
  String shortOf(String text, int characters) {
    return of(text).substring(0, characters);
  }

  boolean signsShortly(String text, String beginning, int characters) {
    return keys.stream().anyMatch(key -> same(of(text, key).substring(0, characters), beginning));
  }

  /** The same for the name of a file, in which all letters are small; with each secret. */
  List<String> tags(String text, int characters) {
    return keys.stream()
        .map(key -> of(text, key).substring(0, characters).toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Takes the same time wherever they differ. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
