package dev.animus4j.chatbot;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.grid.hazelcast.Bucket4jHazelcast;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Token bucket per client or session with a limit per minute, which all nodes share in the memory
 * of their cluster. While that does not answer, everything is permitted: nodes have limits of their
 * own too.
 */
final class SharedRateLimit {
  /** The name of the map of the buckets. */
  static final String MAP = "chatbot.rate-limits";

  private static final long PATIENCE_MILLIS = 200;

  private final AsyncProxyManager<String> buckets;
  private final BucketConfiguration limit;

  private SharedRateLimit(HazelcastInstance cluster, int perMinute) {
    IMap<String, byte[]> map = cluster.getMap(MAP);
    this.buckets = Bucket4jHazelcast.entryProcessorBasedBuilder(map).build().asAsync();
    this.limit =
        BucketConfiguration.builder()
            .addLimit(it -> it.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
            .build();
  }

  /** A limit in the cluster of this Vert.x, which has no other way to its Hazelcast. */
  static SharedRateLimit of(Vertx vertx, int perMinute) {
    if (!vertx.isClustered()) {
      throw new IllegalStateException("CHATBOT_CLUSTER needs a clustered Vert.x.");
    }
    HazelcastClusterManager cluster =
        (HazelcastClusterManager) ((VertxInternal) vertx).clusterManager();
    return new SharedRateLimit(cluster.getHazelcastInstance(), Math.max(1, perMinute));
  }

  /** Acquires a token; otherwise fails with the time until the next one. */
  Completable acquire(String key) {
    return Single.fromCompletionStage(
            buckets.builder().build(key, limit).tryConsumeAndReturnRemaining(1))
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .onErrorComplete()
        .flatMapCompletable(SharedRateLimit::verdict);
  }

  private static Completable verdict(ConsumptionProbe probe) {
    return probe.isConsumed()
        ? Completable.complete()
        : Completable.error(
            () -> Problem.tooManyRequests(Duration.ofNanos(probe.getNanosToWaitForRefill())));
  }
}
