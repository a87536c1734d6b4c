package dev.animus4j.checks.simulation;

import dev.animus4j.chat.AnimusClientBuilder;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.GuardrailInput;
import dev.animus4j.chat.guard.GuardrailStage;
import dev.animus4j.chat.guard.Verdict;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Guardrail with random verdicts at some stages, which keeps the expected results. */
final class RandomGuardrail implements Guardrail {
  private final SimulatedWorld simulatedWorld;
  private final RandomChoices randomChoices;
  private final RandomVerdicts randomVerdicts;
  private final Duration limit;
  private final Set<GuardrailStage> stages = EnumSet.noneOf(GuardrailStage.class);
  private final Map<String, ExpectedModeration> inputs = new HashMap<>();

  RandomGuardrail(SimulatedWorld simulatedWorld) {
    this.simulatedWorld = simulatedWorld;
    this.randomChoices = simulatedWorld.random();
    this.limit = randomChoices.any(Duration.ofSeconds(3), Duration.ofSeconds(10));
    this.randomVerdicts = new RandomVerdicts(simulatedWorld, limit.toMillis());
    if (simulatedWorld.has(WorldFeature.GUARDRAIL)) {
      List.of(GuardrailStage.values()).forEach(stage -> maybeAddStage(stage));
    }
  }

  private void maybeAddStage(GuardrailStage stage) {
    if (randomChoices.percent(60)) {
      stages.add(stage);
    }
  }

  AnimusClientBuilder addTo(AnimusClientBuilder builder) {
    if (!simulatedWorld.has(WorldFeature.GUARDRAIL)) {
      return builder;
    }
    Guardrail none = Guardrail.none();
    Guardrail guardrail = randomChoices.any(this, this, none.andThen(this), this.andThen(none));
    return limit.toSeconds() == 10
        ? builder.guardrail(guardrail)
        : builder.guardrail(guardrail, limit);
  }

  void stopDeviating() {
    randomVerdicts.stopDeviating();
  }

  /** Whether this stage is moderated, if it is called. */
  boolean hasStage(GuardrailStage stage) {
    return stages.contains(stage);
  }

  @Override
  public boolean appliesTo(GuardrailStage stage) {
    simulatedWorld.injectedErrors().maybeThrowForAnyone("a guardrail asked for its stages", 150);
    return hasStage(stage);
  }

  @Override
  public Single<Verdict> moderate(GuardrailInput input) {
    PlannedVerdict plannedVerdict = randomVerdicts.verdictOn(input);
    simulatedWorld.runVerified(() -> recordVerdict(plannedVerdict.judged()));
    return plannedVerdict.verdict().get();
  }

  private void recordVerdict(ExpectedModeration expectedModeration) {
    GuardrailInput input = expectedModeration.matter();
    Invariant.holds(hasStage(expectedModeration.stage()), "nobody wants this judged: %s", input);
    String about = input.conversationId();
    simulatedWorld.log().record(about, expectedModeration);
    simulatedWorld
        .counters()
        .add("judged " + expectedModeration.stage() + ": " + kind(expectedModeration));
    if (expectedModeration.stage() == GuardrailStage.INPUT) {
      ExpectedModeration before = inputs.put(about + ": " + input.text(), expectedModeration);
      Invariant.holds(before == null, "judged twice: %s", input);
    } else if (!simulatedWorld.directImages().addModeration(expectedModeration)) {
      SentMessage sentMessage =
          Invariant.notNull(simulatedWorld.registry().talk(about).activeMessage(), "who says this");
      Invariant.notNull(sentMessage.grammar(), "what was said")
          .content()
          .replyVerifier()
          .addModeration(expectedModeration);
    }
  }

  private static String kind(ExpectedModeration expectedModeration) {
    if (expectedModeration.isAllowed()) {
      return "allowed";
    }
    String no = expectedModeration.failure() == null ? "withheld" : "no verdict";
    return expectedModeration.text() == null ? no : "replaced";
  }

  /** Verifies that no verdict was awaited longer than its limit. */
  void verifyWaits() {
    randomVerdicts.verifyWaits();
  }

  /** Verifies that a message is answered as it was moderated. */
  void verifyInput(String conversation, String sent, EventGrammar eventGrammar) {
    String answered = eventGrammar.content().userText();
    List<ContentModerated> moderations =
        eventGrammar.events().stream()
            .filter(ContentModerated.class::isInstance)
            .map(ContentModerated.class::cast)
            .filter(event -> event.stage() == GuardrailStage.INPUT)
            .toList();
    ExpectedModeration expected = inputs.get(conversation + ": " + sent);
    if (expected == null) {
      boolean right =
          answered.isEmpty() || (answered.equals(sent) && !hasStage(GuardrailStage.INPUT));
      Invariant.holds(right, "'%s' was sent, '%s' is answered", sent, answered);
      boolean struck = eventGrammar.send().isStruck() && moderations.size() == 1;
      boolean unasked =
          struck && ExpectedModeration.ofUnasked(moderations.get(0)).matches(moderations.get(0));
      Invariant.holds(
          moderations.isEmpty() || unasked, "nobody judged '%s': %s", sent, moderations);
    } else {
      boolean right = answered.isEmpty() || answered.equals(expected.text());
      Invariant.holds(
          right, "'%s' was sent, '%s' is answered, judged as %s", sent, answered, expected);
      verifyEvents(moderations, expected, answered);
    }
  }

  private static void verifyEvents(
      List<ContentModerated> moderations, ExpectedModeration expected, String answered) {
    boolean due = !expected.isAllowed() && !answered.isEmpty();
    boolean once =
        moderations.size() == 1 && !expected.isAllowed() && expected.matches(moderations.get(0));
    Invariant.holds(
        once || (moderations.isEmpty() && !due), "%s is told of %s", moderations, expected);
  }
}
