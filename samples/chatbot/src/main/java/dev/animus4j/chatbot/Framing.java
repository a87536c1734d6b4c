package dev.animus4j.chatbot;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Strict parser of request framing (RFC 9112): rejects what two implementations could read
 * differently, so that no request can be smuggled past one of them. That is targets that are no
 * paths, lines that do not end in CRLF, folded or nameless headers, other than one Host, two
 * lengths, a length together with an encoding, an encoding other than {@code chunked}, chunks with
 * extensions, trailers.
 */
final class Framing {
  private static final int LONGEST_LINE = 8 * 1024;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final Pattern REQUEST =
      Pattern.compile(TOKEN + " /[\\x21-\\x7e]*+ HTTP/1\\.([01])");
  private static final Pattern HEADER =
      Pattern.compile("(" + TOKEN + "): *+([^\\x00-\\x08\\x0a-\\x1f\\x7f]*+)");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,15}");
  private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,7}");

  private enum State {
    START,
    HEADERS,
    BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    END_OF_CHUNKS,
    UPGRADE
  }

  private final StringBuilder line = new StringBuilder();
  private final List<String> lengths = new ArrayList<>();
  private final List<String> encodings = new ArrayList<>();
  private State state = State.START;
  private int hosts;
  private boolean isHttp10;
  private boolean upgrades;
  private long remaining;

  /** Whether the framing of these bytes is unambiguous, as far as they go. */
  boolean accept(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (state == State.BODY || state == State.CHUNK) {
        int skipped = (int) Math.min(remaining, end - at);
        at += skipped;
        skip(skipped);
        continue;
      }
      int feed = bytes.forEachByte(at, end - at, ByteProcessor.FIND_LF);
      int stop = feed < 0 ? end : feed;
      line.append(bytes.toString(at, stop - at, StandardCharsets.ISO_8859_1));
      at = stop + 1;
      if (line.length() > LONGEST_LINE || (feed >= 0 && !acceptLine())) {
        return false;
      }
    }
    return true;
  }

  private void skip(int bytes) {
    remaining -= bytes;
    if (remaining == 0) {
      state = state == State.BODY ? State.START : State.CHUNK_END;
    }
  }

  private boolean acceptLine() {
    int last = line.length() - 1;
    if (last < 0 || line.charAt(last) != '\r') {
      return false;
    }
    String text = line.substring(0, last);
    line.setLength(0);
    return switch (state) {
      case START -> acceptRequestLine(text);
      case HEADERS -> text.isEmpty() ? acceptHead() : acceptHeader(text);
      case CHUNK_SIZE -> acceptChunkSize(text);
      case CHUNK_END -> advance(text.isEmpty(), State.CHUNK_SIZE);
      case END_OF_CHUNKS -> advance(text.isEmpty(), State.START);
      case BODY, CHUNK, UPGRADE -> false;
    };
  }

  private boolean advance(boolean isClear, State next) {
    state = next;
    return isClear;
  }

  /** Accepts a request line, which an empty line may precede. */
  private boolean acceptRequestLine(String text) {
    if (text.isEmpty()) {
      return true;
    }
    Matcher request = REQUEST.matcher(text);
    boolean isRequest = request.matches();
    isHttp10 = isRequest && request.group(1).equals("0");
    hosts = 0;
    upgrades = false;
    lengths.clear();
    encodings.clear();
    return advance(isRequest, State.HEADERS);
  }

  private boolean acceptHeader(String text) {
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      return false;
    }
    String value = header.group(2);
    switch (header.group(1).toLowerCase(Locale.ROOT)) {
      case "host" -> hosts++;
      case "content-length" -> lengths.add(value);
      case "transfer-encoding" -> encodings.add(value);
      case "upgrade" -> upgrades |= value.toLowerCase(Locale.ROOT).contains("websocket");
      default -> {}
    }
    return true;
  }

  private boolean acceptHead() {
    boolean isClear = hosts == 1 && lengths.size() + encodings.size() <= 1;
    state = upgrades ? State.UPGRADE : State.START;
    for (String length : lengths) {
      isClear &= LENGTH.matcher(length).matches();
      remaining = isClear ? Long.parseLong(length) : 0;
      isClear &= remaining == 0 || !upgrades;
      state = remaining > 0 ? State.BODY : state;
    }
    for (String encoding : encodings) {
      isClear &= encoding.equals("chunked") && !isHttp10 && !upgrades;
      state = State.CHUNK_SIZE;
    }
    return isClear;
  }

  private boolean acceptChunkSize(String text) {
    boolean isClear = CHUNK.matcher(text).matches();
    remaining = isClear ? Integer.parseInt(text, 16) : 0;
    return advance(isClear, remaining > 0 ? State.CHUNK : State.END_OF_CHUNKS);
  }
}
