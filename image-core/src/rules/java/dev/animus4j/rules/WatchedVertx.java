package dev.animus4j.rules;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A Vert.x for tests, which knows its event loops that waited for a second, or ran for five, and
 * fails when it is closed if there are any.
 */
public final class WatchedVertx implements Supplier<Vertx>, AutoCloseable {
  private static final long CHECKED_EVERY_MS = 100;
  private final Set<String> blocked = ConcurrentHashMap.newKeySet();
  private final Map<Thread, Task> tasks = new ConcurrentHashMap<>();
  private final Vertx vertx = Vertx.vertx(watchful());

  /** Begins to watch. */
  public WatchedVertx() {
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::judge);
  }

  /**
   * The one that {@link VertxExtension} gives to the tests of a class; JUnit closes it with the
   * class.
   */
  public static WatchedVertx of(ExtensionContext test) {
    return test.getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            VertxExtension.VERTX_INSTANCE_KEY, key -> new WatchedVertx(), WatchedVertx.class);
  }

  private static VertxOptions watchful() {
    return new VertxOptions()
        .setBlockedThreadCheckInterval(CHECKED_EVERY_MS)
        .setMaxEventLoopExecuteTime(CHECKED_EVERY_MS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
  }

  /** The Vert.x that is watched. */
  @Override
  public Vertx get() {
    return vertx;
  }

  /** The event loops that have been blocked since they were checked last. */
  public Set<String> blocked() {
    return new TreeSet<>(blocked);
  }

  private void judge(BlockedThreadEvent event) {
    Thread thread = event.thread();
    boolean isEventLoop = thread.getName().contains("eventloop");
    Task task = tasks.compute(thread, (same, before) -> Task.of(event, before));
    if (isEventLoop && task.isTooLong()) {
      blocked.add(thread.getName());
    }
  }

  /** Fails, once, if event loops have been blocked. */
  public void check() {
    Set<String> found = blocked();
    blocked.removeAll(found);
    if (!found.isEmpty()) {
      throw new AssertionError("blocked event loops: " + found);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
    check();
  }
}
