package dev.animus4j.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A Vert.x that knows which of the timers set through it are still to fire. */
final class CountingVertx {
  private final Vertx real;
  private final Set<Object> timers = ConcurrentHashMap.newKeySet();
  private int set;

  CountingVertx(Vertx real) {
    this.real = real;
  }

  Vertx vertx() {
    Class<?>[] type = {Vertx.class};
    return (Vertx)
        Proxy.newProxyInstance(Vertx.class.getClassLoader(), type, (p, m, a) -> call(m, a));
  }

  int pending() {
    return timers.size();
  }

  /** How many were ever set. */
  synchronized int set() {
    return set;
  }

  @SuppressWarnings("unchecked")
  private Object call(Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("setTimer")) {
      return setTimer((long) arguments[0], (Handler<Long>) arguments[1]);
    }
    if (method.getName().equals("cancelTimer")) {
      timers.remove(arguments[0]);
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private synchronized long setTimer(long delay, Handler<Long> handler) {
    set++;
    long id =
        real.setTimer(
            delay,
            fired -> {
              timers.remove(fired);
              handler.handle(fired);
            });
    timers.add(id);
    return id;
  }
}
