package dev.animus4j.chatbot;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MaxSizePolicy;
import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/**
 * Creates a Vert.x that finds the other nodes at the given addresses. Nodes talk without encryption
 * and believe each other: their ports must be reachable from nodes alone.
 */
record ClusteredVertxFactory(SecretValue database, List<String> members) {
  private static final String DNS = "dns:";
  private static final int MAX_LIMITS = 100_000;

  /** How soon clusters find each other that began apart. */
  private static final String MERGE_SECONDS = "10";

  /** After which a bucket is full again. */
  private static final int IDLE_SECONDS = 120;

  /** Joins the others, or begins a cluster. Blocks. */
  Vertx create(VertxOptions options) {
    return Vertx.builder()
        .with(options)
        .withClusterManager(new HazelcastClusterManager(config()))
        .buildClustered()
        .await();
  }

  /** Nodes whose database has another address are not joined. */
  private Config config() {
    PgConnectOptions shared = PostgresOptions.of(database.value()).database();
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(
        "chatbot %s:%d/%s".formatted(shared.getHost(), shared.getPort(), shared.getDatabase()));
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", MERGE_SECONDS);
    config.setProperty("hazelcast.merge.next.run.delay.seconds", MERGE_SECONDS);
    config.setProperty("hazelcast.socket.bind.any", "false");
    config
        .getMapConfig(SharedRateLimit.MAP)
        .setMaxIdleSeconds(IDLE_SECONDS)
        .getEvictionConfig()
        .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
        .setEvictionPolicy(EvictionPolicy.LRU)
        .setSize(MAX_LIMITS);
    join(config.getNetworkConfig().getJoin());
    return config;
  }

  private void join(JoinConfig join) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    if (members.get(0).startsWith(DNS)) {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", members.get(0).substring(DNS.length()));
    } else {
      join.getTcpIpConfig().setEnabled(true).setMembers(members);
    }
  }
}
