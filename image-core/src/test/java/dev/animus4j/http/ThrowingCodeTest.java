package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.Isolation;
import dev.animus4j.failure.Thrown;
import dev.animus4j.failure.Thrown.Moment;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever code around a call throws ends that call alone; there is one connection for all. */
class ThrowingCodeTest {
  @RegisterExtension static final TestVertx TEST_VERTX = new TestVertx();

  private final Vertx vertx = TEST_VERTX.vertx();
  private final Http http = Http.create(vertx, HttpOptions.defaults().withConnections(1));
  private final ScriptedServer server = ScriptedServer.saying(vertx, Wire.json("{\"a\":1}"));
  private final Endpoint endpoint = Wire.endpoint(server);

  /** Sources that throw late have nobody left to tell. */
  @BeforeEach
  void quiet() {
    RxJavaPlugins.setErrorHandler(late -> {});
  }

  @AfterEach
  void close() {
    RxJavaPlugins.setErrorHandler(null);
    http.close().blockingAwait();
    server.close();
  }

  static Stream<Arguments> throwing() {
    return Stream.of(Thrown.values())
        .flatMap(thrown -> Stream.of(Moment.values()).map(at -> Arguments.of(thrown, at)));
  }

  @ParameterizedTest
  @MethodSource("throwing")
  void readers(Thrown thrown, Moment at) {
    failsOf(thrown, sent(endpoint, answer -> thrown.at(at, numbers())));
  }

  @ParameterizedTest
  @EnumSource
  void whatComesBehindTheReader(Thrown thrown) {
    Flowable<Integer> call = sent(endpoint, answer -> numbers());
    failsOf(thrown, thrown.at(Moment.FIRST_ITEM, call));
    failsOf(thrown, call.doOnNext(n -> assertThat(n == 3 ? thrown.now() : n).isLessThan(3)));
    failsOf(thrown, thrown.at(Moment.COMPLETION, call));
  }

  @ParameterizedTest
  @MethodSource("throwing")
  void uploads(Thrown thrown, Moment at) {
    Flowable<Buffer> bytes = Flowable.range(0, 5).map(n -> Buffer.buffer("x"));
    Flowable<Buffer> throwing = Flowable.defer(() -> thrown.at(at, bytes));
    HttpCall call = endpoint.post("/", new Upload(5, throwing));
    failsOf(thrown, http.send(call, answer -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void tokens(Thrown thrown) {
    Credentials credentials = thrown::now;
    failsOf(thrown, sent(with(credentials), answer -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void tokensThatAreFetched(Thrown thrown) {
    Credentials credentials = () -> Single.fromSupplier(thrown::now);
    failsOf(thrown, sent(with(credentials), answer -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void renewals(Thrown thrown) {
    ScriptedServer refusing = ScriptedServer.saying(vertx, Wire.answer("401 No", "X: y", ""));
    Credentials renewing =
        new Credentials() {
          @Override
          public Single<String> token() {
            return Single.just("t");
          }

          @Override
          public boolean renew(String refused) {
            return thrown.now();
          }
        };
    Endpoint refused = Endpoint.of("acme", refusing.url(), renewing, Wire.PATIENT);
    failsOf(thrown, sent(refused, answer -> numbers()), end -> end.getSuppressed()[0]);
    refusing.close();
  }

  private static Flowable<Integer> numbers() {
    return Flowable.range(0, 5);
  }

  private Endpoint with(Credentials credentials) {
    return Endpoint.of("acme", server.url(), credentials, Wire.PATIENT);
  }

  private <T> Flowable<T> sent(Endpoint to, Function<Answer, Flowable<T>> reader) {
    return http.send(to.get("x"), reader);
  }

  private void failsOf(Thrown thrown, Flowable<?> call) {
    failsOf(thrown, call, end -> end);
  }

  /** And the next call gets the connection. */
  private void failsOf(Thrown thrown, Flowable<?> call, Function<Throwable, Throwable> where) {
    Throwable told =
        Isolation.call(() -> call.ignoreElements().timeout(10, SECONDS).materialize().blockingGet())
            .getError();
    assertThat(told).matches(end -> Isolation.call(() -> thrown.isToldBy(where.apply(end))));
    Integer first = sent(endpoint, answer -> numbers()).timeout(10, SECONDS).blockingFirst();
    assertThat(first).isZero();
  }
}
