package dev.animus4j.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test during which an error had nowhere to go. */
final class NoUndeliverableErrors implements BeforeEachCallback, AfterEachCallback {
  private final Queue<Throwable> lost = new ConcurrentLinkedQueue<>();

  @Override
  public void beforeEach(ExtensionContext test) {
    lost.clear();
    RxJavaPlugins.setErrorHandler(lost::add);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    RxJavaPlugins.setErrorHandler(null);
    assertThat(lost).isEmpty();
  }
}
