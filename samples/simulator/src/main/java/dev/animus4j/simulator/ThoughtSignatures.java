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
 * Signs parts of responses, and rejects conversations in which they do not come back unchanged:
 * each with the part it signs, all of a turn, in order, byte by byte. Contents of the model in a
 * row, such as stored chunks of a stream, are one turn; thoughts need no signature, and text may
 * come back in other pieces.
 */
final class ThoughtSignatures {
  /** Signatures that the provider accepts in place of its own. */
  static final List<String> FOREIGN =
      List.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

  private final SecretKeySpec key = secret();

  /** Position of a signature: its turn, its index there, and how many the turn has. */
  record Position(String turn, int index, int count) {}

  /** Content of a signature: its position, the digest of the part, and a note. */
  private record Claim(Position position, String digest, String note) {}

  /** Signs a part, with a note that comes back with it. */
  ObjectNode sign(ObjectNode part, Position position, String note) {
    String claim =
        "%s|%d|%d|%s|%s"
            .formatted(position.turn, position.index, position.count, digest(part), note);
    byte[] signature = (claim + "|" + hmac(claim)).getBytes(UTF_8);
    return part.put("thoughtSignature", Base64.getEncoder().encodeToString(signature));
  }

  /** The note in a signature issued here. */
  Optional<String> note(String signature) {
    Claim claim = parseClaim(signature);
    return claim == null ? Optional.empty() : Optional.of(claim.note);
  }

  /** Rejects signatures that are missing, foreign, misplaced or changed. */
  void verifyAll(List<JsonNode> contents) {
    Turn turn = new Turn();
    for (int at = 0; at < contents.size(); at++) {
      if (!contents.get(at).path("role").asText().equals("model")) {
        turn.end();
        turn = new Turn();
        continue;
      }
      int position = 0;
      for (JsonNode part : contents.get(at).path("parts")) {
        position++;
        if (part.hasNonNull("thoughtSignature")) {
          turn.add(claim(part));
        } else if (!part.path("thought").asBoolean() && turn.isSigned(part)) {
          throw missing(part, at, position);
        }
        turn.called |= part.has("functionCall");
      }
    }
    turn.end();
  }

  /** What has come back of a turn. */
  private static final class Turn {
    private @Nullable Claim last;
    private int signatures;
    private boolean called;

    boolean isSigned(JsonNode part) {
      return part.has("inlineData") || (part.has("functionCall") && !called);
    }

    void add(@Nullable Claim claim) {
      if (claim != null && last != null && !last.position.turn.equals(claim.position.turn)) {
        end();
        signatures = 0;
      }
      if (claim != null && claim.position.index != signatures) {
        throw RejectedRequest.invalid("Invalid thought signature: out of order.", null, null);
      }
      signatures++;
      last = claim == null ? last : claim;
    }

    void end() {
      if (last != null && last.position.count != signatures) {
        throw RejectedRequest.invalid("A thought_signature of the turn is missing.", null, null);
      }
    }
  }

  /** The claim of a signature; null if it is one that stands for any. */
  private @Nullable Claim claim(JsonNode part) {
    String signature = part.path("thoughtSignature").asText();
    if (FOREIGN.contains(signature)) {
      return null;
    }
    Claim claim = parseClaim(signature);
    if (claim == null || !claim.digest.equals(digest(part))) {
      throw RejectedRequest.invalid("Corrupted thought signature.", null, null);
    }
    return claim;
  }

  private static RejectedRequest missing(JsonNode part, int at, int position) {
    String kind = part.has("inlineData") ? "Image part" : "Function call";
    String message = "%s is missing a thought_signature in content position %d, part position %d.";
    return RejectedRequest.invalid(message.formatted(kind, at + 1, position), null, null);
  }

  private @Nullable Claim parseClaim(String signature) {
    try {
      String text = new String(Base64.getDecoder().decode(signature), UTF_8);
      int separator = Math.max(0, text.lastIndexOf('|'));
      String claim = text.substring(0, separator);
      String[] fields = claim.split("\\|", -1);
      boolean valid = fields.length == 5 && text.substring(separator + 1).equals(hmac(claim));
      return valid ? new Claim(parsePosition(fields), fields[3], fields[4]) : null;
    } catch (IllegalArgumentException foreign) {
      return null;
    }
  }

  private static Position parsePosition(String[] fields) {
    return new Position(fields[0], Integer.parseInt(fields[1]), Integer.parseInt(fields[2]));
  }

  /** The digest of a part without its signature. */
  private static String digest(JsonNode part) {
    String fields =
        part.at("/inlineData/data").asText()
            + part.path("functionCall").path("name").asText()
            + part.path("functionCall").path("args");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(fields.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String hmac(String claim) {
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
