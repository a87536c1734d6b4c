package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test during which an error had nowhere to go, or the class if that was when the Vert.x of
 * an extension behind this one was closed.
 */
final class NoUndeliverableErrors implements BeforeAllCallback, AfterEachCallback, AutoCloseable {
  private final Queue<Throwable> lost = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeAll(ExtensionContext test) {
    RxJavaPlugins.setErrorHandler(lost::add);
    test.getStore(Namespace.create(getClass())).put(getClass(), this);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    List<Throwable> found = List.copyOf(lost);
    lost.clear();
    assertThat(found).isEmpty();
  }

  @Override
  public void close() {
    RxJavaPlugins.setErrorHandler(null);
    assertThat(lost).isEmpty();
  }
}
