package dev.animus4j.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs parts of answers, and refuses conversations in which they do not come back as they were:
 * each beside what it signs, all of a turn, in order, byte by byte.
 */
final class Signatures {
  /** What the provider accepts in place of a signature of its own. */
  private static final String FOREIGN = "skip_thought_signature_validator";

  private final SecretKeySpec key = secret();

  /** Where a signature belongs: in which turn, which one there, of how many. */
  record Place(String turn, int index, int count) {}

  /** What a signature says: where it belongs, what it signs, and a note of ours. */
  private record Claim(Place place, String digest, String note) {}

  /** The part, signed, with a note that comes back with it. */
  ObjectNode sign(ObjectNode part, Place place, String note) {
    String claim =
        "%s|%d|%d|%s|%s".formatted(place.turn, place.index, place.count, digest(part), note);
    byte[] sealed = (claim + "|" + seal(claim)).getBytes(UTF_8);
    return part.put("thoughtSignature", Base64.getEncoder().encodeToString(sealed));
  }

  /** The note in a signature of ours. */
  Optional<String> note(String signature) {
    Claim claim = claim(signature);
    return claim == null ? Optional.empty() : Optional.of(claim.note);
  }

  /** Refuses what is missing, foreign, elsewhere or changed. */
  void check(List<JsonNode> contents) {
    for (int at = 0; at < contents.size(); at++) {
      if (contents.get(at).path("role").asText().equals("model")) {
        check(contents.get(at), at);
      }
    }
  }

  private void check(JsonNode content, int at) {
    int expected = 0;
    boolean called = false;
    Claim last = null;
    int position = 0;
    for (JsonNode part : content.path("parts")) {
      position++;
      if (part.hasNonNull("thoughtSignature")) {
        Claim claim = verified(part, last, expected++);
        last = claim == null ? last : claim;
      } else if (part.has("inlineData") || (part.has("functionCall") && !called)) {
        throw missing(part, at, position);
      }
      called = called || part.has("functionCall");
    }
    if (last != null && last.place.count != expected) {
      throw Refusal.invalid("A thought_signature of the turn is missing.", null, null);
    }
  }

  private @Nullable Claim verified(JsonNode part, @Nullable Claim last, int expected) {
    String signature = part.path("thoughtSignature").asText();
    if (signature.equals(FOREIGN)) {
      return null;
    }
    Claim claim = claim(signature);
    if (claim == null || !claim.digest.equals(digest(part))) {
      throw Refusal.invalid("Corrupted thought signature.", null, null);
    }
    boolean follows =
        claim.place.index == expected && (last == null || last.place.turn.equals(claim.place.turn));
    if (!follows) {
      throw Refusal.invalid("Invalid thought signature: out of order.", null, null);
    }
    return claim;
  }

  private static Refusal missing(JsonNode part, int at, int position) {
    String what = part.has("inlineData") ? "Image part" : "Function call";
    String message = "%s is missing a thought_signature in content position %d, part position %d.";
    return Refusal.invalid(message.formatted(what, at + 1, position), null, null);
  }

  private @Nullable Claim claim(String signature) {
    try {
      String text = new String(Base64.getDecoder().decode(signature), UTF_8);
      int seal = Math.max(0, text.lastIndexOf('|'));
      String claim = text.substring(0, seal);
      String[] said = claim.split("\\|", -1);
      boolean ours = said.length == 5 && text.substring(seal + 1).equals(seal(claim));
      return ours ? new Claim(place(said), said[3], said[4]) : null;
    } catch (IllegalArgumentException notOurs) {
      return null;
    }
  }

  private static Place place(String[] said) {
    return new Place(said[0], Integer.parseInt(said[1]), Integer.parseInt(said[2]));
  }

  /** Of what a part is, without its signature. */
  private static String digest(JsonNode part) {
    String said =
        part.at("/inlineData/data").asText()
            + part.path("text").asText()
            + part.path("functionCall").path("name").asText()
            + part.path("functionCall").path("args");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String seal(String claim) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(claim.getBytes(UTF_8)), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SecretKeySpec secret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new SecretKeySpec(secret, "HmacSHA256");
  }
}
