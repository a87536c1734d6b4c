package dev.animus4j.chat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One Vert.x per test class; the class fails if an event loop waited for a second, or ran for five.
 */
public final class TestVertx implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private final Queue<String> blocked = new ConcurrentLinkedQueue<>();
  private Vertx vertx;

  @Override
  public void beforeAll(ExtensionContext context) {
    VertxOptions options =
        new VertxOptions()
            .setBlockedThreadCheckInterval(100)
            .setMaxEventLoopExecuteTime(1)
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
            .setWarningExceptionTime(1)
            .setWarningExceptionTimeUnit(TimeUnit.SECONDS);
    vertx = Vertx.vertx(options);
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::judge);
  }

  /** A thread that runs may merely be short of processors; one that waits is at fault. */
  private void judge(BlockedThreadEvent event) {
    boolean runs = event.thread().getState() == Thread.State.RUNNABLE;
    if (!runs || event.duration() > TimeUnit.SECONDS.toNanos(5)) {
      blocked.add(event.thread().getName());
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
    if (!blocked.isEmpty()) {
      throw new AssertionError("blocked event loops: " + blocked);
    }
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
