package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Google's errors say of a quota: in their details, in any order, of which any may be missing,
 * and in words.
 */
record GoogleQuota(ErrorDetails error) {
  private static final String NAME = "RESOURCE_EXHAUSTED";
  private static final String VIOLATIONS = "google.rpc.QuotaFailure";
  private static final List<String> IDS =
      List.of("quotaId", "quota_id", "quotaMetric", "quota_metric", "quota_limit", "quotaLimit");
  private static final List<String> LIMITS =
      List.of("quotaValue", "quota_value", "quota_limit_value", "quotaLimitValue");

  private static final Pattern LONG = Pattern.compile("(?i)per[ _-]?(?:day|week|month)");
  private static final Pattern NOTHING = Pattern.compile("limit: 0(?![0-9.])");
  private static final Pattern ZERO = Pattern.compile("0+(?:\\.0*)?");

  /** Whether it is about a quota at all. */
  boolean isMeant() {
    return error.layers().stream()
        .anyMatch(layer -> isNamed(layer, "status") || isNamed(layer, "code") || violates(layer));
  }

  private static boolean isNamed(JsonNode layer, String field) {
    return layer.path(field).asText().equals(NAME);
  }

  private static boolean violates(JsonNode layer) {
    return layer.findValuesAsText("@type").stream().anyMatch(type -> type.endsWith(VIOLATIONS));
  }

  /** Whether it is not renewed soon, although such errors name a short delay too. */
  boolean isUsedUp() {
    return !isGranted() || texts(IDS).anyMatch(id -> LONG.matcher(id).find());
  }

  /** Whether it is more than 0, which is the quota of what an account is not offered. */
  boolean isGranted() {
    return texts(LIMITS).noneMatch(limit -> ZERO.matcher(limit).matches())
        && !NOTHING.matcher(error.message()).find();
  }

  private Stream<String> texts(List<String> fields) {
    return fields.stream().flatMap(error::values).map(JsonNode::asText);
  }
}
