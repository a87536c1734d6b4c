package dev.animus4j.chat.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of tool calls in one request. A provider gets the ids that it gave back as they came, and
 * those of others in a form that every provider accepts: nine letters and digits, as Mistral wants
 * them, which are the same in each request.
 */
public final class PortableCallIds {
  private static final Pattern ACCEPTED_BY_MOST = Pattern.compile("[a-zA-Z0-9_-]{1,40}");
  private static final Pattern PORTABLE = Pattern.compile("[a-zA-Z0-9]{9}");
  private static final int LENGTH = 9;
  private static final BigInteger BASE = BigInteger.valueOf(Character.MAX_RADIX);

  private final ProviderState.Owner recipient;
  private final Map<String, String> sent = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** Creates the ids of a request to this model. */
  public PortableCallIds(ProviderState.Owner recipient) {
    this.recipient = recipient;
  }

  /** The id to send with a call of this message; the result that follows gets the same. */
  public String ofCall(Message message, ToolCall call) {
    String id = isKept(message, call) ? call.id() : portable(call.id());
    taken.add(id);
    sent.put(call.id(), id);
    return id;
  }

  /** The id to send with a result: that of the latest call with this id before it. */
  public String ofResult(String callId) {
    return sent.getOrDefault(callId, callId);
  }

  /** Calls of unknown origin are taken for the recipient's own. */
  private boolean isKept(Message message, ToolCall call) {
    ProviderState state = call.state() == null ? message.state() : call.state();
    return state == null
        ? ACCEPTED_BY_MOST.matcher(call.id()).matches()
        : state.isOf(recipient) && !call.id().isBlank();
  }

  private String portable(String id) {
    String portable = PORTABLE.matcher(id).matches() ? id : hash(id);
    for (int attempt = 1; taken.contains(portable); attempt++) {
      portable = hash(id + "#" + attempt);
    }
    return portable;
  }

  private static String hash(String id) {
    UUID digest = UUID.nameUUIDFromBytes(id.getBytes(UTF_8));
    BigInteger number = BigInteger.valueOf(digest.getLeastSignificantBits() >>> 1);
    String text = number.mod(BASE.pow(LENGTH)).toString(Character.MAX_RADIX);
    return "0".repeat(LENGTH - text.length()) + text;
  }
}
