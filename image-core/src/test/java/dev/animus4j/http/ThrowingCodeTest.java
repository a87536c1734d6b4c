package dev.animus4j.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnyThrowable;
import dev.animus4j.failure.AnyThrowable.ThrowPoint;
import dev.animus4j.failure.FaultIsolation;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.functions.Function;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever code around a call throws ends that call alone; there is one connection for all. */
@VertxTest
class ThrowingCodeTest {
  private final Vertx vertx;
  private final Http http;
  private final ScriptedServer server;
  private final Endpoint endpoint;

  ThrowingCodeTest(Vertx vertx) {
    this.vertx = vertx;
    http = Http.create(vertx, HttpOptions.defaults().withConnections(1));
    server = ScriptedServer.saying(vertx, HttpFixture.json("{\"a\":1}"));
    endpoint = HttpFixture.endpoint(server);
  }

  /** Sources that throw late have nobody left to tell. */
  @BeforeEach
  void quiet() {
    RxJavaPlugins.setErrorHandler(late -> {});
  }

  @AfterEach
  void close() {
    RxJavaPlugins.setErrorHandler(null);
    http.close();
    server.close();
  }

  static Stream<Arguments> throwing() {
    return Stream.of(AnyThrowable.values())
        .flatMap(
            anyThrowable ->
                Stream.of(ThrowPoint.values()).map(at -> Arguments.of(anyThrowable, at)));
  }

  @ParameterizedTest
  @MethodSource("throwing")
  void readers(AnyThrowable anyThrowable, ThrowPoint at) {
    failsOf(anyThrowable, sent(endpoint, response -> anyThrowable.at(at, numbers())));
  }

  @ParameterizedTest
  @EnumSource
  void anOperatorBehindTheReaderMayThrow(AnyThrowable anyThrowable) {
    Flowable<Integer> call = sent(endpoint, response -> numbers());
    failsOf(anyThrowable, anyThrowable.at(ThrowPoint.FIRST_ITEM, call));
    failsOf(
        anyThrowable,
        call.doOnNext(n -> assertThat(n == 3 ? anyThrowable.now() : n).isLessThan(3)));
    failsOf(anyThrowable, anyThrowable.at(ThrowPoint.COMPLETION, call));
  }

  @ParameterizedTest
  @MethodSource("throwing")
  void uploads(AnyThrowable anyThrowable, ThrowPoint at) {
    Flowable<Buffer> bytes = Flowable.range(0, 5).map(n -> Buffer.buffer("x"));
    Flowable<Buffer> throwing = Flowable.defer(() -> anyThrowable.at(at, bytes));
    HttpCall call = endpoint.post("/", new StreamedRequestBody(5, throwing));
    failsOf(anyThrowable, http.stream(call, response -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void tokens(AnyThrowable anyThrowable) {
    Credentials credentials = anyThrowable::now;
    failsOf(anyThrowable, sent(with(credentials), response -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void tokensThatAreFetched(AnyThrowable anyThrowable) {
    Credentials credentials = () -> Single.fromSupplier(anyThrowable::now);
    failsOf(anyThrowable, sent(with(credentials), response -> numbers()));
  }

  @ParameterizedTest
  @EnumSource
  void renewals(AnyThrowable anyThrowable) {
    ScriptedServer refusing =
        ScriptedServer.saying(vertx, HttpFixture.answer("401 No", "X: y", ""));
    Credentials renewing =
        new Credentials() {
          @Override
          public Single<String> token() {
            return Single.just("t");
          }

          @Override
          public boolean renew(String refused) {
            return anyThrowable.now();
          }
        };
    Endpoint refused = Endpoint.of("acme", refusing.url(), renewing, HttpFixture.PATIENT);
    failsOf(anyThrowable, sent(refused, response -> numbers()), end -> end.getSuppressed()[0]);
    refusing.close();
  }

  private static Flowable<Integer> numbers() {
    return Flowable.range(0, 5);
  }

  private Endpoint with(Credentials credentials) {
    return Endpoint.of("acme", server.url(), credentials, HttpFixture.PATIENT);
  }

  private <T> Flowable<T> sent(Endpoint to, Function<StreamedResponse, Flowable<T>> reader) {
    return http.stream(to.get("x"), reader);
  }

  private void failsOf(AnyThrowable anyThrowable, Flowable<?> call) {
    failsOf(anyThrowable, call, end -> end);
  }

  /** And the next call gets the connection. */
  private void failsOf(
      AnyThrowable anyThrowable, Flowable<?> call, Function<Throwable, Throwable> where) {
    Throwable told =
        FaultIsolation.call(
                () -> call.ignoreElements().timeout(10, SECONDS).materialize().blockingGet())
            .getError();
    assertThat(told)
        .matches(end -> FaultIsolation.call(() -> anyThrowable.isToldBy(where.apply(end))));
    Integer first = sent(endpoint, response -> numbers()).timeout(10, SECONDS).blockingFirst();
    assertThat(first).isZero();
  }
}
