package dev.animus4j.rules;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A Vert.x for tests, which fail when it is closed if an event loop waited for a second, or ran for
 * five. As an extension it is one for the whole class, and a parameter of its methods.
 */
public final class TestVertx implements AfterAllCallback, ParameterResolver, AutoCloseable {
  private static final long CHECKED_EVERY_MS = 100;
  private final Queue<String> blocked = new ConcurrentLinkedQueue<>();
  private final Map<Thread, Task> tasks = new ConcurrentHashMap<>();
  private final Vertx vertx = Vertx.vertx(watchful());

  /** Begins to watch. */
  public TestVertx() {
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::judge);
  }

  private static VertxOptions watchful() {
    return new VertxOptions()
        .setBlockedThreadCheckInterval(CHECKED_EVERY_MS)
        .setMaxEventLoopExecuteTime(CHECKED_EVERY_MS)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
  }

  /** The Vert.x that is watched. */
  public Vertx vertx() {
    return vertx;
  }

  /** The event loops that have been blocked so far. */
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

  @Override
  public void close() {
    vertx.close().await();
    if (!blocked.isEmpty()) {
      throw new AssertionError("blocked event loops: " + blocked());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Vertx.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return vertx;
  }
}
