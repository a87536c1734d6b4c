package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.model.Features;
import dev.animus4j.chat.model.Tool;
import dev.animus4j.chat.model.ToolFunction;
import dev.animus4j.chat.model.ToolLimits;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tools that do anything when they are called, and some that nobody calls for the model. */
final class Toolbox {
  private final World world;
  private final Chance chance;
  private final Faults faults;

  Toolbox(World world) {
    this.world = world;
    this.chance = world.chance();
    this.faults = new Faults(chance);
  }

  /** These options, at times with tools for the message of this name. */
  ChatOptions given(ChatOptions options, String name) {
    if (chance.percent(55)) {
      return options;
    }
    List<Tool> tools = new ArrayList<>();
    tools.add(tool("f").doing(function(name)));
    tools.add(chance.once(4) ? tool("g") : tool("g").doing(function(name)));
    Features features = options.template().features();
    ToolLimits limits =
        new ToolLimits(
            1 + chance.upTo(2), 1 + chance.upTo(4), 1 + chance.upTo(2), Duration.ofSeconds(4));
    return options.features(features.tools(tools.toArray(Tool[]::new)).toolLimits(limits));
  }

  private static Tool tool(String name) {
    return Tool.of(name, "does something", "{\"type\": \"object\"}");
  }

  private ToolFunction function(String name) {
    return call -> {
      world.mishaps().perhaps("a tool", 8);
      return world.calls().tool(world.register().send(name), this::answer);
    };
  }

  private Single<String> answer() {
    Performance<String> answer = new Performance<>();
    long after = chance.delay(6_000);
    Performance<String> played =
        switch (chance.upTo(12)) {
          case 0 -> answer.fail(after, faults.any());
          case 1 -> answer;
          case 2 -> answer.tell(after, " ").complete(0);
          case 3 -> throw new Faults.Meant("no answer at all");
          default -> answer.tell(after, "42").complete(0);
        };
    return played.by(world.timers()).firstOrError();
  }
}
