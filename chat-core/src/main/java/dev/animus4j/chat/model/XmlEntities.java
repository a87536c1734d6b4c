package dev.animus4j.chat.model;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Unescapes the entities of XML text. */
final class XmlEntities {
  private static final Pattern ENTITY =
      Pattern.compile("&(?:(lt|gt|amp|quot|apos)|#(\\d{1,7})|#x([0-9a-fA-F]{1,6}));");
  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'");

  private XmlEntities() {}

  /** Replaces each entity once; unknown ones and invalid code points are left as they are. */
  static String unescape(String text) {
    return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
  }

  private static String character(MatchResult entity) {
    if (entity.group(1) != null) {
      return NAMED.getOrDefault(entity.group(1), entity.group());
    }
    int code =
        entity.group(2) != null
            ? Integer.parseInt(entity.group(2))
            : Integer.parseInt(entity.group(3), 16);
    return Character.isValidCodePoint(code) && code > 0 ? Character.toString(code) : entity.group();
  }
}
