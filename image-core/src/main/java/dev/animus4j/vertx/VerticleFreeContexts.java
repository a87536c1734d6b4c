package dev.animus4j.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import org.jspecify.annotations.Nullable;

/**
 * Event loop contexts that belong to no verticle. Shared work runs on one of them: on the context
 * of its first caller, its timers would end with that caller's verticle.
 */
public final class VerticleFreeContexts {
  private static final Object IS_OWN = new Object();

  private VerticleFreeContexts() {}

  /** Creates a context on an event loop that Vert.x picks. */
  public static Context create(Vertx vertx) {
    return own(((VertxInternal) vertx).createEventLoopContext());
  }

  /**
   * Returns a context on the same event loop and thread as this one; this one itself if it belongs
   * to no verticle.
   */
  public static Context sibling(Context context) {
    ContextInternal internal = (ContextInternal) context;
    if (!internal.isDeployment()) {
      return context;
    }
    return own(internal.owner().contextBuilder().withEventLoop(internal.nettyEventLoop()).build());
  }

  private static Context own(Context context) {
    context.put(IS_OWN, true);
    return context;
  }

  /** Whether a context was created here, so that no caller's own code starts on it. */
  static boolean isOwn(@Nullable Context context) {
    return context != null && context.get(IS_OWN) != null;
  }

  /** Whether this thread is the one of an event loop context; not so in {@code executeBlocking}. */
  public static boolean isCurrent(Context context) {
    return ((ContextInternal) context).inThread();
  }
}
