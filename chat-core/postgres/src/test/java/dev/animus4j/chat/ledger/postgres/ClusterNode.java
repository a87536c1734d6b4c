package dev.animus4j.chat.ledger.postgres;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;

/** One of several clients on the same database, each with a clustered Vert.x of its own. */
final class ClusterNode implements AutoCloseable {
  static final ChatOptions NAMED = ChatOptions.of("Be brief.");

  final Vertx vertx;
  final PostgresClusterLedger ledger;
  final AnimusClient client;

  private ClusterNode(Vertx vertx, PostgresClusterLedger ledger, AnimusClient client) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.client = client;
  }

  static ClusterNode start(
      Vertx vertx, PostgresOptions options, Duration lease, ChatModel chat, ImageModel images) {
    PostgresClusterLedger ledger = PostgresClusterLedger.join(vertx, options, lease);
    AnimusClient client =
        AnimusClient.builder(vertx)
            .chatModel(chat)
            .imageModel(images)
            .imageStore(ImageStore.inMemory(1 << 20))
            .namedOptions("brief", changed -> NAMED)
            .ledger(ledger)
            .build();
    return new ClusterNode(vertx, ledger, client);
  }

  /** A Vert.x that finds others of the same name on this machine. */
  static Vertx clustered(String name) {
    Config config = ConfigUtil.loadConfig().setClusterName(name);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.logging.type", "none");
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    JoinConfig join = config.getNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
        .withClusterManager(new HazelcastClusterManager(config))
        .buildClustered()
        .await();
  }

  @Override
  public void close() {
    client.closeAsync().blockingAwait();
  }
}
