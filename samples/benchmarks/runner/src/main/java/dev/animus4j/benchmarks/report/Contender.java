package dev.animus4j.benchmarks.report;

import dev.animus4j.benchmarks.Work;
import java.util.EnumSet;
import java.util.Set;

/** Contenders of the comparison. */
enum Contender {
  RAW("Vert.x, by hand", "vertx", "vertx.RawDriver", Set.of()),
  FLOOR("floor", "vertx", "vertx.FloorDriver", EnumSet.of(Work.IN_FLIGHT, Work.START)),
  ANIMUS4J("Animus4J", "animus4j", "sdk.AnimusDriver", Set.of()),
  BUS("Vert.x event bus", "animus4j", "sdk.BusDriver", Set.of()),
  LANGCHAIN4J("LangChain4j", "langchain4j", "langchain4j.LangChain4jDriver", Set.of()),
  OPENAI("openai-java", "openai-java", "openai.OpenAiDriver", Set.of()),
  SPRING_AI("Spring AI", "spring-ai", "springai.SpringAiDriver", Set.of()),
  GOOGLE("google-genai", "google-genai", "genai.GenAiDriver", Set.of());

  private static final Set<Work> WITH_A_PROVIDER =
      EnumSet.of(Work.COMPLETION, Work.SEND, Work.IN_FLIGHT, Work.STREAM, Work.PICTURE, Work.START);

  private final String title;
  private final String module;
  private final String driver;
  private final Set<Work> not;

  Contender(String title, String module, String driver, Set<Work> not) {
    this.title = title;
    this.module = module;
    this.driver = driver;
    this.not = not;
  }

  String title() {
    return title;
  }

  /** The module with its class path. */
  String module() {
    return module;
  }

  /** The driver class. */
  String driver() {
    return "dev.animus4j.benchmarks." + driver;
  }

  boolean isPeer() {
    return ordinal() >= LANGCHAIN4J.ordinal();
  }

  boolean supports(Work work) {
    return switch (this) {
      case ANIMUS4J -> true;
      case BUS -> work == Work.EVENT || work == Work.UNHEARD_EVENT;
      default -> WITH_A_PROVIDER.contains(work) && !not.contains(work);
    };
  }
}
