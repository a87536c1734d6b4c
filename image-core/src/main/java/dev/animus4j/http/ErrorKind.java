package dev.animus4j.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kind of an error that its status does not tell: the codes and types that providers use for it, in
 * lower case, and their words where they give no code, or one that is too coarse.
 */
enum ErrorKind {
  REFUSED(
      Set.of(
          "content_policy_violation",
          "moderation_blocked",
          "image_content_policy_violation",
          "content_filter",
          "content_policy",
          "contentpolicyviolationerror",
          "responsibleaipolicyviolation",
          "data_inspection_failed",
          "datainspectionfailed",
          "inputtextsensitivecontentdetected",
          "outputtextsensitivecontentdetected",
          "1301"),
      "content management policy|contentpolicyviolationerror|content_policy_violation",
      "flagged as potentially violating|(?:rejected|blocked) (?:by|as a result of) (?:our|the) safety",
      "contain(?:s|ed)? (?:inappropriate|sensitive) content|triggered (?:the|a) content filter",
      "\\bnsfw\\b|(?:prompt|request|input|output|image)s? (?:was |were |is |are |has been )?flagged",
      "flagged (?:by|as)|violat\\w+ (?:our |the )?(?:content|usage|safety) polic",
      "blocked by (?:our |the )?content filter|content[ _]moderated|\\bnew_sensitive\\b"),

  CONTEXT_LENGTH(
      Set.of(
          "context_length_exceeded",
          "context_window_exceeded",
          "contextwindowexceedederror",
          "exceed_context_size_error",
          "model_context_window_exceeded",
          "model_max_prompt_tokens_exceeded",
          "prompt_too_long",
          "1261"),
      "context[ _](?:length|window|size|limit)(?: has been)? (?:is only|of only|exceed|overflow)",
      "(?:exceed\\w*|reached|longer than|larger than|greater than|beyond|too large for)"
          + "\\b.{0,60}\\b(?:context|model) (?:length|window|size|limit)",
      "maximum (?:context|model|prompt|sequence) (?:length|size)|max_model_len\\b",
      "(?:input|prompt|message|conversation|request)s? (?:is|are) too long",
      "(?:prompt|input|messages?) exceeds? (?:the )?max(?:imum)? length",
      "exceeds? the maximum number of tokens",
      "input token count (?:is|of)?.{0,20}(?:exceeds|but model only supports)",
      "too many (?:input |prompt )?tokens(?: in|:)|token limit exceeded|model token limit",
      "reduce the length of the (?:messages|prompt|input)",
      "number of tokens in the prompt cannot exceed|`inputs` (?:must have less than|tokens \\+)",
      "input tokens exceed|prompt token count of",
      "range of input length should be|输入长度|超长|超过.{0,20}长度"),

  /** More than is granted in a minute: waiting does not help. */
  TOO_LARGE(
      Set.of("tokens_limit_reached"),
      "request (?:body )?(?:is |was )?too large|too large for (?:your|this|the) (?:plan|tier)",
      "request smaller|smaller request|tokens must be reduced|reduce (?:your|the) message size",
      "larger than (?:your|the|this) (?:plan|tier|tokens? per minute)"),

  /** More than is granted in a day or a longer time. */
  USED_UP_FOR_THE_DAY(
      Set.of("1304", "1308", "1310"),
      "per[ _-]?(?:day|week|month)|\\b[tr]pd\\b|daily|by_?day\\b|per 86400 ?s",
      "(?:of|for|this|the) (?:the )?(?:day|week|month|today)\\b|weekly|monthly|\\btoday\\b"),

  EXHAUSTED(
      Set.of(
          "insufficient_quota",
          "insufficientquota",
          "insufficient_credits",
          "insufficient_credit",
          "insufficient_balance",
          "insufficient_balance_error",
          "insufficientbalance",
          "insufficient_funds",
          "insufficient_user_quota",
          "credit_balance_exhausted",
          "credits_exhausted",
          "credit_limit",
          "out_of_credits",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error",
          "payment_required",
          "exceeded_current_quota_error",
          "quota_exceeded",
          "quotaexceeded",
          "allocationquota.freetieronly",
          "accountoverdueerror",
          "arrearage",
          "1008",
          "1113",
          "30001"),
      "insufficient[ _](?:account )?(?:balance|credit|quota|fund)",
      "\\b(?:no|not enough|too little|too few|out of|used (?:up )?all (?:of )?(?:the |your )?(?:available )?)"
          + " ?(?:remaining |more )?(?:credit|balance|fund|quota|call volume quota)",
      "(?:credit|balance|quota|fund)s? (?:is |are |has been |have been |was )?(?:still )?"
          + "(?:too low|exhausted|used up|insufficient|not enough|depleted|overdue|expired)",
      "exceeded your (?:current |included |free )?(?:quota|credit)|more credits,",
      "(?:spend|spending|usage|credit|billing)(?: hard)? (?:limit|cap)s?\\b.{0,30}"
          + "\\b(?:reached|exceeded|hit)|credit limit exceeded",
      "reached (?:your|its|the) (?:specified )?(?:api )?(?:usage|spend|spending|credit) limit",
      "balance (?:is )?(?:empty|zero|negative)|\\bran? out of (?:credit|fund|balance)|top up|past due",
      "billing (?:is |has been )?(?:disabled|not (?:enabled|active))",
      "add (?:more )?(?:credit|fund)s|recharge|payment required|in arrears|free (?:tier|quota) .{0,40}"
          + "(?:exhausted|used up)|余额不足|欠费|额度不足"),

  RATE_LIMITED(
      Set.of(
          "rate_limit_exceeded",
          "rate_limit_error",
          "rate_limit_reached_error",
          "rate_limited",
          "ratelimiterror",
          "slow_down",
          "too_many_requests",
          "throttling",
          "throttling_error",
          "throttlingexception",
          "throttling.ratequota",
          "throttling.allocationquota",
          "resource_exhausted",
          "1302",
          "1303",
          "1305"),
      "rate[ -]limit(?:ed| (?:is |was |has been )?(?:reached|exceeded|hit))|ratelimiterror",
      "too many requests|exceeded .{0,20}rate limit");

  private final Set<String> codes;
  private final Pattern words;

  ErrorKind(Set<String> codes, String... words) {
    this.codes = codes;
    this.words = Pattern.compile(String.join("|", words), Pattern.CASE_INSENSITIVE);
  }

  boolean hasCode(String code) {
    return codes.contains(code.toLowerCase(Locale.ROOT));
  }

  boolean isDescribedBy(String message) {
    return words.matcher(message).find();
  }
}
