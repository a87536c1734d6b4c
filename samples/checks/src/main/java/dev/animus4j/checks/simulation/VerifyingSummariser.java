package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import io.reactivex.rxjava3.core.Single;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Summarising model, which verifies that no entry is lost by a summary. */
final class VerifyingSummariser implements ChatModel {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomFailures randomFailures;
  private final Map<String, WrittenSummary> pending = new HashMap<>();
  private final Map<String, Integer> disturbed = new HashMap<>();
  private int written;

  /**
   * A summary, and the text it was made from.
   *
   * @param disturbed how often the history was edited before
   */
  private record WrittenSummary(String text, String read, int disturbed) {}

  VerifyingSummariser(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomFailures = new RandomFailures(randomChoices);
  }

  @Override
  public Single<ChatResponse> reply(ChatRequest request) {
    ConversationVerifier conversationVerifier =
        Invariant.notNull(
                simulatedWorld.registry().send(request.model()), "whose conversation it is")
            .conversation();
    simulatedWorld.injectedErrors().maybeThrow("a model that sums up", 8);
    long after = randomChoices.delay(5_000);
    return switch (randomChoices.upToInclusive(19)) {
      case 0 -> delay(after).flatMap(now -> Single.error(randomFailures.any()));
      case 1 -> delay(after).map(now -> ChatResponse.of(" "));
      case 2 -> throw new RandomFailures.IntendedFailure("no summary at all");
      case 3 -> Single.never();
      default -> summarize(conversationVerifier.id(), request, after);
    };
  }

  private Single<ChatResponse> summarize(String conversation, ChatRequest request, long after) {
    String text = "notes n" + ++written;
    WrittenSummary writtenSummary =
        new WrittenSummary(text, request.messages().get(1).content(), editCount(conversation));
    return delay(after)
        .map(
            now -> {
              simulatedWorld.runVerified(
                  () ->
                      Invariant.holds(
                          pending.put(conversation, writtenSummary) == null, "lost: %s", pending));
              return ChatResponse.of(text);
            });
  }

  private Single<Long> delay(long millis) {
    return millis == 0
        ? Single.just(0L)
        : Single.timer(millis, TimeUnit.MILLISECONDS, simulatedWorld.scheduler());
  }

  private int editCount(String conversation) {
    return disturbed.getOrDefault(conversation, 0);
  }

  /** Counts an edit of the user. */
  void onEdited(String conversation) {
    disturbed.merge(conversation, 1, Integer::sum);
  }

  /** Verifies that the summary is one more entry, and only replaces the summary before it. */
  void verifySummary(String conversation, List<HistoryEntry> before, List<HistoryEntry> after) {
    WrittenSummary writtenSummary =
        Invariant.notNull(pending.remove(conversation), "what was summed up");
    List<HistoryEntry> remaining = after.stream().filter(entry -> !entry.summary()).toList();
    List<HistoryEntry> earlier = before.stream().filter(entry -> !entry.summary()).toList();
    Invariant.holds(
        remaining.equals(earlier), "instead of %s is remembered %s", earlier, remaining);
    int at = 0;
    while (at < after.size() && !isSummary(after.get(at), writtenSummary)) {
      at++;
    }
    boolean there = at < after.size();
    boolean excused = writtenSummary.disturbed != editCount(conversation);
    Invariant.holds(there || excused, "the summary %s is lost: %s", writtenSummary.text, after);
    if (there) {
      simulatedWorld
          .counters()
          .add(summarizedEntries(before) > 0 ? "a later summary" : "a summary");
      verifyRead(
          earlier.subList(summarizedEntries(before), count(after.subList(0, at))), writtenSummary);
    }
  }

  private static boolean isSummary(HistoryEntry entry, WrittenSummary writtenSummary) {
    return entry.summary() && entry.message().content().equals(writtenSummary.text);
  }

  private static int count(List<HistoryEntry> entries) {
    return (int) entries.stream().filter(entry -> !entry.summary()).count();
  }

  /** The number of entries that were summarised already. */
  private static int summarizedEntries(List<HistoryEntry> entries) {
    int last = entries.size();
    while (last > 0 && !entries.get(last - 1).summary()) {
      last--;
    }
    return count(entries.subList(0, last));
  }

  /** Verifies that the model was sent all summarised entries. */
  private static void verifyRead(List<HistoryEntry> summarised, WrittenSummary writtenSummary) {
    Invariant.holds(!summarised.isEmpty(), "a summary of nothing: %s", writtenSummary);
    for (HistoryEntry entry : summarised) {
      String content = entry.message().content();
      String begin = content.substring(0, Math.min(99, content.length()));
      boolean isRead = plainText(writtenSummary.read).contains(plainText(begin));
      Invariant.holds(isRead || !entry.isSent(), "not in %s: %s", writtenSummary, entry);
    }
  }

  /** The letters and digits of a text: the model is sent JSON, with image notes escaped. */
  private static String plainText(String text) {
    return text.replaceAll("&lt;|\\\\[nrtbf]|[^\\p{L}\\p{N}]", "");
  }

  /** Verifies the final state. */
  void verifyAll() {
    Invariant.holds(pending.isEmpty(), "never written down: %s", pending);
  }
}
