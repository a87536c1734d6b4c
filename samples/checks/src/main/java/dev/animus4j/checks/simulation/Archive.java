package dev.animus4j.checks.simulation;

import dev.animus4j.chat.history.Entry;
import dev.animus4j.chat.history.History;
import dev.animus4j.chat.history.Memory;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The history as the client has it: what models are sent of it is judged. */
final class Archive implements History {
  private final World world;
  private final History kept;
  private final Set<Object> byUser = Collections.newSetFromMap(new IdentityHashMap<>());

  Archive(World world, History kept) {
    this.world = world;
    this.kept = kept;
  }

  @Override
  public Completable append(String conversation, Entry entry) {
    return kept.append(conversation, entry);
  }

  @Override
  public Single<List<Entry>> recent(String conversation, int limit) {
    return kept.recent(conversation, limit);
  }

  @Override
  public Single<List<Entry>> edit(String conversation, UnaryOperator<List<Entry>> change) {
    byUser.add(change);
    return kept.edit(conversation, change);
  }

  boolean isOfUser(UnaryOperator<List<Entry>> change) {
    return byUser.contains(change);
  }

  @Override
  public Single<List<Entry>> window(String conversation, Memory memory, @Nullable String model) {
    return kept.window(conversation, memory, model)
        .doOnSuccess(
            sent -> world.guarded(() -> judge(world.register().talk(conversation), memory, sent)))
        .doOnSuccess(sent -> note(sent, model));
  }

  private static void judge(Talk talk, Memory memory, List<Entry> sent) {
    new ValidWindow(talk.shelf().latest(memory.reach()), sent, memory).judge();
  }

  private void note(List<Entry> sent, @Nullable String model) {
    Send send = world.register().send(model);
    if (send != null) {
      send.sees(sent);
    }
  }
}
