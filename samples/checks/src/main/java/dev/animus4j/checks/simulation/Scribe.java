package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.ChatRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Who sums up what was said, and sees to it that nothing is lost by that. */
final class Scribe implements ChatModel {
  private final World world;
  private final Chance chance;
  private final Faults faults;
  private final Map<String, Notes> due = new HashMap<>();
  private final Map<String, Integer> disturbed = new HashMap<>();
  private int written;

  /**
   * What somebody has written, and has read for it.
   *
   * @param disturbed how often what is remembered was changed before
   */
  private record Notes(String text, String read, int disturbed) {}

  Scribe(World world) {
    this.world = world;
    this.chance = world.chance();
    this.faults = new Faults(chance);
  }

  @Override
  public Single<ChatReply> reply(ChatRequest request) {
    Talk talk =
        Rule.known(world.register().send(request.model()), "whose conversation it is").talk();
    world.mishaps().perhaps("a model that sums up", 8);
    long after = chance.delay(5_000);
    return switch (chance.upTo(19)) {
      case 0 -> after(after).flatMap(now -> Single.error(faults.any()));
      case 1 -> after(after).map(now -> ChatReply.of(" "));
      case 2 -> throw new Faults.Meant("no summary at all");
      case 3 -> Single.never();
      default -> notes(talk.id(), request, after);
    };
  }

  private Single<ChatReply> notes(String talk, ChatRequest request, long after) {
    String text = "notes n" + ++written;
    Notes notes = new Notes(text, request.messages().get(1).content(), disturbances(talk));
    return after(after)
        .map(
            now -> {
              world.guarded(() -> Rule.that(due.put(talk, notes) == null, "lost: %s", due));
              return ChatReply.of(text);
            });
  }

  private Single<Long> after(long millis) {
    return millis == 0
        ? Single.just(0L)
        : Single.timer(millis, TimeUnit.MILLISECONDS, world.timers());
  }

  private int disturbances(String talk) {
    return disturbed.getOrDefault(talk, 0);
  }

  /** The user has changed what is remembered. */
  void disturbed(String talk) {
    disturbed.merge(talk, 1, Integer::sum);
  }

  /** What was written is one more entry, and nothing else changes but the summary before it. */
  void written(String talk, List<Entry> before, List<Entry> after) {
    Notes notes = Rule.known(due.remove(talk), "what was summed up");
    List<Entry> kept = after.stream().filter(entry -> !entry.summary()).toList();
    List<Entry> said = before.stream().filter(entry -> !entry.summary()).toList();
    Rule.that(kept.equals(said), "instead of %s is remembered %s", said, kept);
    int at = 0;
    while (at < after.size() && !isSummary(after.get(at), notes)) {
      at++;
    }
    boolean there = at < after.size();
    boolean excused = notes.disturbed != disturbances(talk);
    Rule.that(there || excused, "the summary %s is lost: %s", notes.text, after);
    if (there) {
      world.figures().add(summedUp(before) > 0 ? "a later summary" : "a summary");
      judge(said.subList(summedUp(before), count(after.subList(0, at))), notes);
    }
  }

  private static boolean isSummary(Entry entry, Notes notes) {
    return entry.summary() && entry.message().content().equals(notes.text);
  }

  private static int count(List<Entry> entries) {
    return (int) entries.stream().filter(entry -> !entry.summary()).count();
  }

  /** How much there was a summary of already. */
  private static int summedUp(List<Entry> entries) {
    int last = entries.size();
    while (last > 0 && !entries.get(last - 1).summary()) {
      last--;
    }
    return count(entries.subList(0, last));
  }

  /** What it stands for was read. */
  private static void judge(List<Entry> covered, Notes notes) {
    Rule.that(!covered.isEmpty(), "a summary of nothing: %s", notes);
    for (Entry entry : covered) {
      String content = entry.message().content();
      String begin = content.substring(0, Math.min(99, content.length()));
      boolean isRead = letters(notes.read).contains(letters(begin));
      Rule.that(isRead, "not in %s: %s", notes, entry);
    }
  }

  /** What is read is JSON, and nothing in it can be taken for a note of a picture. */
  private static String letters(String text) {
    return text.replaceAll("&lt;|\\\\[nrtbf]|[^\\p{L}\\p{N}]", "");
  }

  /** At the end. */
  void judgeAll() {
    Rule.that(due.isEmpty(), "never written down: %s", due);
  }
}
