package dev.animus4j.chat.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of the sampling. Null and empty ones are not sent, so that the provider's default
 * applies.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param maxTokens maximum number of tokens in the reply
 * @param stop texts at which the model stops
 * @param seed for reproducible replies, as far as the provider supports it
 * @param extra fields of the provider's own, by their wire names, such as {@code top_k}, {@code
 *     min_p}, {@code repetition_penalty}, {@code presence_penalty}, {@code frequency_penalty},
 *     {@code length_penalty}, {@code n}, {@code best_of}
 */
public record Sampling(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    List<String> stop,
    @Nullable Long seed,
    Map<String, Object> extra) {

  /** The provider's defaults. */
  public static final Sampling DEFAULT = new Sampling(null, null, null, List.of(), null, Map.of());

  public Sampling {
    requireRange("temperature", temperature, 2);
    requireRange("topP", topP, 1);
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is at least 1: " + maxTokens);
    }
    stop = List.copyOf(stop);
    extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  private static void requireRange(String name, @Nullable Double value, double most) {
    if (value != null && !(value >= 0 && value <= most)) {
      throw new IllegalArgumentException(name + " is between 0 and " + most + ": " + value);
    }
  }

  /** The same with this temperature; 0 to 2 for most models. */
  public Sampling withTemperature(double temperature) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, extra);
  }

  /** The same with this share of probability, from 0 to 1. */
  public Sampling withTopP(double topP) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, extra);
  }

  /** The same with a response of at most so many tokens. */
  public Sampling withMaxTokens(int maxTokens) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, extra);
  }

  /** The same; a response ends before any of these texts. */
  public Sampling withStop(String... stop) {
    return new Sampling(temperature, topP, maxTokens, List.of(stop), seed, extra);
  }

  /** The same with this seed, for providers that repeat themselves. */
  public Sampling withSeed(long seed) {
    return new Sampling(temperature, topP, maxTokens, stop, seed, extra);
  }

  /** Also sends {@code field}, by its wire name. */
  public Sampling withExtra(String field, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extra);
    more.put(field, value);
    return new Sampling(temperature, topP, maxTokens, stop, seed, more);
  }
}
