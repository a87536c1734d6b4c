package dev.animus4j.checks.simulation;

import dev.animus4j.chat.ClientBuilder;
import dev.animus4j.chat.event.ExchangeEvent.ContentModerated;
import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.guard.Matter;
import dev.animus4j.chat.guard.Stage;
import dev.animus4j.chat.guard.Verdict;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who judges what is said and drawn, at some stages, and knows what must come of it. */
final class Sentinel implements Guardrail {
  private final World world;
  private final Chance chance;
  private final Opinions opinions;
  private final Duration limit;
  private final Set<Stage> stages = EnumSet.noneOf(Stage.class);
  private final Map<String, Judged> inputs = new HashMap<>();

  Sentinel(World world) {
    this.world = world;
    this.chance = world.chance();
    this.limit = chance.any(Duration.ofSeconds(3), Duration.ofSeconds(10));
    this.opinions = new Opinions(world, limit.toMillis());
    if (world.has(Trouble.GUARDRAIL)) {
      List.of(Stage.values()).forEach(stage -> perhaps(stage));
    }
  }

  private void perhaps(Stage stage) {
    if (chance.percent(60)) {
      stages.add(stage);
    }
  }

  ClientBuilder over(ClientBuilder builder) {
    if (!world.has(Trouble.GUARDRAIL)) {
      return builder;
    }
    Guardrail none = Guardrail.none();
    Guardrail guardrail = chance.any(this, this, none.and(this), this.and(none));
    return limit.toSeconds() == 10
        ? builder.guardrail(guardrail)
        : builder.guardrail(guardrail, limit);
  }

  void calmDown() {
    opinions.calmDown();
  }

  /** Whether such things are judged, if it is asked. */
  boolean isFor(Stage stage) {
    return stages.contains(stage);
  }

  @Override
  public boolean judges(Stage stage) {
    world.mishaps().perhapsForAnybody("a guardrail asked for its stages", 150);
    return isFor(stage);
  }

  @Override
  public Single<Verdict> judge(Matter matter) {
    Opinion opinion = opinions.on(matter);
    world.guarded(() -> note(opinion.judged()));
    return opinion.verdict().get();
  }

  private void note(Judged judged) {
    Matter matter = judged.matter();
    Rule.that(isFor(judged.stage()), "nobody wants this judged: %s", matter);
    String about = matter.conversationId();
    world.journal().note(about, judged);
    world.figures().add("judged " + judged.stage() + ": " + kind(judged));
    if (judged.stage() == Stage.INPUT) {
      Judged before = inputs.put(about + ": " + matter.text(), judged);
      Rule.that(before == null, "judged twice: %s", matter);
    } else if (!world.studio().judged(judged)) {
      Send speaker = Rule.known(world.register().talk(about).speaker(), "who says this");
      Rule.known(speaker.story(), "what was said").content().answering().judged(judged);
    }
  }

  private static String kind(Judged judged) {
    if (judged.isAllowed()) {
      return "allowed";
    }
    String no = judged.failure() == null ? "withheld" : "no verdict";
    return judged.text() == null ? no : "replaced";
  }

  /** Nobody is waited for longer than was agreed. */
  void judge() {
    opinions.judge();
  }

  /** What was sent is answered as it was judged. */
  void judgeInput(String talk, String sent, Story story) {
    String said = story.content().said();
    List<ContentModerated> told =
        story.told().stream()
            .filter(event -> event instanceof ContentModerated one && one.stage() == Stage.INPUT)
            .map(ContentModerated.class::cast)
            .toList();
    Judged judged = inputs.get(talk + ": " + sent);
    if (judged == null) {
      boolean right = said.isEmpty() || (said.equals(sent) && !isFor(Stage.INPUT));
      Rule.that(right, "'%s' was sent, '%s' is answered", sent, said);
      boolean struck = story.send().isStruck() && told.size() == 1;
      boolean unasked = struck && Judged.unasked(told.get(0)).isToldBy(told.get(0));
      Rule.that(told.isEmpty() || unasked, "nobody judged '%s': %s", sent, told);
    } else {
      boolean right = said.isEmpty() || said.equals(judged.text());
      Rule.that(right, "'%s' was sent, '%s' is answered, judged as %s", sent, said, judged);
      boolean due = !judged.isAllowed() && !said.isEmpty();
      boolean once = told.size() == 1 && !judged.isAllowed() && judged.isToldBy(told.get(0));
      Rule.that(once || (told.isEmpty() && !due), "%s is told of %s", told, judged);
    }
  }
}
