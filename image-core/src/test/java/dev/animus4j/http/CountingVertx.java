package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A Vert.x that knows which of the timers set through it are still to fire. */
final class CountingVertx {
  private final Vertx real;
  private final int slower;
  private final Set<Object> pending = new HashSet<>();
  private int set;

  CountingVertx(Vertx real) {
    this(real, 1);
  }

  /** One on which timers take so many times as long as they were set for. */
  CountingVertx(Vertx real, int slower) {
    this.real = real;
    this.slower = slower;
  }

  Vertx vertx() {
    Class<?>[] type = {Vertx.class};
    return (Vertx)
        Proxy.newProxyInstance(Vertx.class.getClassLoader(), type, (p, m, a) -> call(m, a));
  }

  synchronized int pending() {
    return pending.size();
  }

  /** How many were ever set. */
  synchronized int set() {
    return set;
  }

  /** A call that is ended from another thread gives up its timer a moment later. */
  synchronized void awaitNone() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!pending.isEmpty() && System.nanoTime() < end) {
      try {
        wait(100);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    if (!pending.isEmpty()) {
      throw new AssertionError(pending.size() + " timers left behind");
    }
  }

  @SuppressWarnings("unchecked")
  private Object call(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("setTimer")) {
      return setTimer((long) arguments[0], (Handler<Long>) arguments[1]);
    }
    if (method.getName().equals("cancelTimer")) {
      gone(arguments[0]);
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized long setTimer(long delay, Handler<Long> handler) {
    long id =
        real.setTimer(
            delay * slower,
            fired -> {
              gone(fired);
              handler.handle(fired);
            });
    set++;
    pending.add(id);
    return id;
  }

  private synchronized void gone(Object timer) {
    pending.remove(timer);
    notifyAll();
  }
}
