package dev.animus4j.checks.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All conversations, and all messages that were sent, by their names. */
final class Register {
  private final Map<String, Talk> talks = new LinkedHashMap<>();
  private final Map<String, Send> sends = new LinkedHashMap<>();
  private final List<Send> active = new ArrayList<>();

  Register(World world) {
    List.of("c0", "c1", "c2").forEach(id -> talks.put(id, new Talk(id, world)));
  }

  Talk talk(String id) {
    return Rule.known(talks.get(id), "a conversation");
  }

  List<Talk> talks() {
    return List.copyOf(talks.values());
  }

  void add(Send send) {
    send.talk().add(send);
    sends.put(send.name(), send);
    active.add(send);
  }

  /** The message for whose sake a model is asked; null if it is asked by itself. */
  @Nullable Send send(@Nullable String name) {
    return sends.get(name);
  }

  List<Send> all() {
    return List.copyOf(sends.values());
  }

  /** Those that are under way. */
  List<Send> active() {
    active.removeIf(Send::isOver);
    return active;
  }
}
