package dev.animus4j.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;

/**
 * Event loop contexts that belong to no verticle. Whatever is shared runs on one of them: on the
 * context of its first caller, its timers would end with that caller's verticle.
 */
public final class EventLoops {
  private EventLoops() {}

  /** A new context on an event loop that Vert.x picks. */
  public static Context context(Vertx vertx) {
    return ((VertxInternal) vertx).createEventLoopContext();
  }

  /**
   * A context on the event loop of this one, to whose thread both are confined; this one itself if
   * it belongs to no verticle.
   */
  public static Context beside(Context context) {
    ContextInternal known = (ContextInternal) context;
    if (!known.isDeployment()) {
      return context;
    }
    return known.owner().contextBuilder().withEventLoop(known.nettyEventLoop()).build();
  }

  /** Whether this thread is the one of an event loop context; not so in {@code executeBlocking}. */
  public static boolean isOn(Context context) {
    return ((ContextInternal) context).inThread();
  }
}
