package dev.animus4j.image.s3;

import dev.animus4j.rules.WatchedVertx;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real server for the tests of one class, each of which finds an empty bucket. */
final class S3ServerExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback, Supplier<S3Server> {
  private S3Server server;

  @Override
  public void beforeAll(ExtensionContext tests) {
    server = S3Server.start(WatchedVertx.of(tests).get());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    server.empty();
  }

  @Override
  public void afterAll(ExtensionContext tests) {
    server.close();
  }

  @Override
  public S3Server get() {
    return server;
  }
}
