package dev.animus4j.chat.provider.inline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/** JSON from which images are taken while it is written. */
final class ScannedJson extends ByteArrayOutputStream {
  private static final String ARGUMENTS = "\"arguments\"";

  /** The last bytes. */
  String last(int length) {
    return new String(buf, count - length, length, ISO_8859_1);
  }

  void removeLast(int length) {
    count -= length;
  }

  /** Whether the string that this many bytes at the end are in holds the arguments of a call. */
  boolean isInArguments(int length) {
    int at = skipBlankBefore(beginOfString(count - length));
    if (at == 0 || buf[at - 1] != ':') {
      return false;
    }
    int key = skipBlankBefore(at - 1);
    int from = key - ARGUMENTS.length();
    return from >= 0 && new String(buf, from, ARGUMENTS.length(), ISO_8859_1).equals(ARGUMENTS);
  }

  /** Where the quotation mark is with which a string begins. */
  private int beginOfString(int from) {
    int at = from - 1;
    while (at > 0 && (buf[at] != '"' || isEscaped(at))) {
      at--;
    }
    return Math.max(0, at);
  }

  private boolean isEscaped(int at) {
    int slashes = 0;
    while (slashes < at && buf[at - 1 - slashes] == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private int skipBlankBefore(int from) {
    int at = from;
    while (at > 0 && buf[at - 1] <= ' ' && buf[at - 1] > 0) {
      at--;
    }
    return at;
  }
}
