package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.RequestedFeatures;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolImplementation;
import dev.animus4j.chat.model.ToolLimits;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tools with random behaviour, and some without a function. */
final class RandomTools {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomFailures randomFailures;

  RandomTools(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.randomFailures = new RandomFailures(randomChoices);
  }

  /** These options, at times with tools for the message of this name. */
  ChatOptions withRandomTools(ChatOptions options, String name) {
    if (randomChoices.percent(55)) {
      return options;
    }
    List<Tool> tools = new ArrayList<>();
    tools.add(tool("f").withFunction(function(name)));
    tools.add(randomChoices.oneIn(4) ? tool("g") : tool("g").withFunction(function(name)));
    RequestedFeatures features = options.template().features();
    ToolLimits limits =
        new ToolLimits(
            1 + randomChoices.upToInclusive(2),
            1 + randomChoices.upToInclusive(4),
            1 + randomChoices.upToInclusive(2),
            Duration.ofSeconds(4));
    return options.withFeatures(
        features.withTools(tools.toArray(Tool[]::new)).withToolLimits(limits));
  }

  private static Tool tool(String name) {
    return Tool.of(name, "does something", "{\"type\": \"object\"}");
  }

  private ToolImplementation function(String name) {
    return call -> {
      simulatedWorld.injectedErrors().maybeThrow("a tool", 8);
      return simulatedWorld.calls().tool(simulatedWorld.registry().send(name), this::randomResult);
    };
  }

  private Single<String> randomResult() {
    ScriptedStream<String> answer = new ScriptedStream<>();
    long after = randomChoices.delay(6_000);
    ScriptedStream<String> played =
        switch (randomChoices.upToInclusive(12)) {
          case 0 -> answer.fail(after, randomFailures.any());
          case 1 -> answer;
          case 2 -> answer.emit(after, " ").complete(0);
          case 3 -> throw new RandomFailures.IntendedFailure("no answer at all");
          default -> answer.emit(after, "42").complete(0);
        };
    return played.playOn(simulatedWorld.scheduler()).firstOrError();
  }
}
