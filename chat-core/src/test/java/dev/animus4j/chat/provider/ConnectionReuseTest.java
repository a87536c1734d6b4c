package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.SimulatedProvider.HELLO;
import static dev.animus4j.chat.provider.SimulatedProvider.STREAMING;
import static dev.animus4j.chat.provider.SimulatedProvider.failure;
import static dev.animus4j.chat.provider.SimulatedProvider.finish;
import static dev.animus4j.chat.provider.SimulatedProvider.parts;
import static dev.animus4j.chat.provider.SimulatedProvider.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many connections a model makes, counted on the way to the provider. */
class ConnectionReuseTest {
  @RegisterExtension static final SimulatedProvider PROVIDER = new SimulatedProvider();

  private final AtomicInteger connections = new AtomicInteger();
  private NetClient onwards;
  private NetServer way;
  private Http http;
  private ChatModel model;

  @BeforeEach
  void open() {
    onwards = PROVIDER.vertx().createNetClient();
    way = PROVIDER.vertx().createNetServer().connectHandler(this::forward);
    way.listen(0, "127.0.0.1").await();
    http = Http.create(PROVIDER.vertx(), HttpOptions.defaults().withConnections(1));
    String url = "http://127.0.0.1:" + way.actualPort() + "/v1";
    model =
        OpenAiCompatibleChat.create(
            http, OpenAiCompatibleChat.endpoint(url, Credentials.key("k")), "any");
  }

  @AfterEach
  void close() {
    http.close();
    way.close().await();
    onwards.close().await();
  }

  private void forward(NetSocket client) {
    connections.incrementAndGet();
    client.pause();
    onwards
        .connect(PROVIDER.simulator().port(), "127.0.0.1")
        .onFailure(e -> client.close())
        .onSuccess(
            provider -> {
              client.pipeTo(provider);
              provider.pipeTo(client);
            });
  }

  /** The end of a stream that is late, as on a busy machine, may cost its connection. */
  private void mostCallsSharedAConnection() {
    assertThat(connections).hasValueLessThan(4);
  }

  @Test
  void completeAnswersShareOneConnection() {
    for (int i = 0; i < 10; i++) {
      parts(model, i % 2 == 0 ? STREAMING : HELLO);
    }

    mostCallsSharedAConnection();
  }

  @Test
  void bytesAfterDoneAreDiscardedToKeepTheConnection() {
    for (int i = 0; i < 6; i++) {
      PROVIDER.streams(word("Hi") + SimulatedProvider.DONE + word("late").repeat(9));
      parts(model, STREAMING);
    }

    mostCallsSharedAConnection();
  }

  @Test
  void aRefusalKeepsTheConnection() {
    PROVIDER.simulator().script(ScriptedResponse.status(429));

    assertThat(failure(model, STREAMING)).isInstanceOf(AnimusException.RateLimited.class);
    parts(model, STREAMING);

    assertThat(connections).hasValue(1);
  }

  @Test
  void afterAFailureInsideAStreamTheNextCallHasAConnectionOfItsOwn() {
    String broken = word("Hi") + finish("error");
    PROVIDER
        .simulator()
        .script(ScriptedResponse.status(200).chunks(broken).stallAfter(broken.length()));

    assertThat(failure(model, STREAMING)).isInstanceOf(AnimusException.Unavailable.class);
    parts(model, STREAMING);

    assertThat(connections).hasValue(2);
  }
}
