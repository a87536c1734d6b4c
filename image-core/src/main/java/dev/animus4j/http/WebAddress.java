package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of the web as browsers take them (the WHATWG URL standard): what must not be in a URI
 * is encoded, a relative one is resolved, and a host may have an underscore.
 */
public final class WebAddress {
  private static final Pattern PARTS =
      Pattern.compile("(?s)((?i:https?):)?([/\\\\]{2}[^/\\\\?#]*)?([^?#]*)(\\?[^#]*)?(?:#.*)?");
  private static final Pattern OTHER_SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*");
  private static final Pattern PORT = Pattern.compile("(.*?)(?::(\\d{0,5}))?");
  private static final int MAX_PORT = 65_535;
  private static final String PATH = "-._~!$&'()*+,;=:@/";
  private static final String QUERY = PATH + "?[]";

  private WebAddress() {}

  /**
   * Resolves an address against that of the document it was in; the fragment is left out. Empty for
   * one that is not of http or https, or names a user.
   */
  public static Optional<URI> resolve(URI base, String address) {
    String text = address.strip().replaceAll("[\\t\\n\\r]", "");
    Matcher parts = PARTS.matcher(text);
    try {
      return parts.matches() && (parts.group(1) != null || !OTHER_SCHEME.matcher(text).matches())
          ? Optional.of(resolve(base, parts)).filter(WebAddress::isWeb)
          : Optional.empty();
    } catch (IllegalArgumentException noAddress) {
      return Optional.empty();
    }
  }

  /** Resolves the parts as RFC 3986, 5.2.2; unlike the platform, it keeps empty segments. */
  private static URI resolve(URI base, Matcher parts) {
    String path = encode(parts.group(3).replace('\\', '/'), PATH);
    String query = parts.group(4) == null ? "" : "?" + encode(parts.group(4).substring(1), QUERY);
    String authority = authority(parts.group(2));
    if (parts.group(1) != null || !authority.isEmpty()) {
      String scheme = parts.group(1) == null ? base.getScheme() + ":" : parts.group(1);
      return URI.create(scheme + authority + withoutDots(path) + query);
    }
    String root = base.getScheme() + "://" + base.getRawAuthority();
    String basePath = Objects.requireNonNullElse(base.getRawPath(), "");
    if (path.isEmpty()) {
      boolean same = query.isEmpty() && base.getRawQuery() != null;
      return URI.create(root + basePath + (same ? "?" + base.getRawQuery() : query));
    }
    String folder = basePath.substring(0, basePath.lastIndexOf('/') + 1);
    String absolute = path.startsWith("/") ? path : (folder.isEmpty() ? "/" : folder) + path;
    return URI.create(root + withoutDots(absolute) + query);
  }

  /** Removes the segments that are dots, and what they remove (RFC 3986, 5.2.4). */
  private static String withoutDots(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int at = 0; at < segments.length; at++) {
      boolean up = segments[at].equals("..");
      if (up) {
        kept.pollLast();
      }
      boolean dots = up || segments[at].equals(".");
      if (!dots) {
        kept.addLast(segments[at]);
      } else if (at == segments.length - 1) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** Resolves the value of a header, whose bytes may be UTF-8; otherwise as {@link #resolve}. */
  public static Optional<URI> resolveHeader(URI base, String value) {
    return resolve(base, utf8(value));
  }

  /** The host of an address, also one that has an underscore; null when it has none. */
  static @Nullable String host(URI address) {
    String authority = address.getRawAuthority();
    if (address.getHost() != null || authority == null) {
      return address.getHost();
    }
    Matcher port = PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1));
    return port.matches() && !port.group(1).isEmpty() ? port.group(1) : null;
  }

  /** The port of an address; -1 for the standard one. */
  static int port(URI address) {
    String authority = address.getRawAuthority();
    if (address.getHost() != null || authority == null) {
      return address.getPort();
    }
    Matcher port = PORT.matcher(authority);
    boolean none = !port.matches() || port.group(2) == null || port.group(2).isEmpty();
    return none ? -1 : Integer.parseInt(port.group(2));
  }

  private static boolean isWeb(URI address) {
    String scheme = address.getScheme();
    return ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        && host(address) != null
        && port(address) <= MAX_PORT
        && address.getRawAuthority().indexOf('@') < 0;
  }

  private static String authority(@Nullable String text) {
    if (text == null) {
      return "";
    }
    Matcher host = PORT.matcher(text.substring(2));
    boolean plain = text.chars().allMatch(c -> c < 0x80);
    return plain || !host.matches()
        ? "//" + text.substring(2)
        : "//" + IDN.toASCII(host.group(1)) + (host.group(2) == null ? "" : ":" + host.group(2));
  }

  /** Encodes all but letters, digits, these characters and what is encoded already. */
  private static String encode(String text, String plain) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    byte[] bytes = WellFormedText.of(text).getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at++) {
      char c = (char) (bytes[at] & 0xFF);
      if (isAlphanumeric(c) || plain.indexOf(c) >= 0 || (c == '%' && isEncoded(bytes, at))) {
        encoded.append(c);
      } else {
        encoded.append('%').append("0123456789ABCDEF".charAt(c >> 4));
        encoded.append("0123456789ABCDEF".charAt(c & 15));
      }
    }
    return encoded.toString();
  }

  private static boolean isEncoded(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && Character.digit(bytes[at + 1], 16) >= 0
        && Character.digit(bytes[at + 2], 16) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String utf8(String value) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(ISO_8859_1));
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException latin1) {
      return value;
    }
  }
}
