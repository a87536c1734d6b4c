package dev.animus4j.benchmarks.durability;

import java.util.List;

/** Where conversations are stored, and by whom. */
enum Storage {
  NONE("no ledger"),
  IN_MEMORY("`Ledger.inMemory()`"),
  SQLITE("Animus4J, SQLite"),
  POSTGRES("Animus4J, PostgreSQL"),
  LANGCHAIN4J("LangChain4j, PostgreSQL"),
  SPRING_AI("Spring AI, PostgreSQL");

  static final List<Storage> LEDGERS = List.of(SQLITE, POSTGRES);
  static final List<Storage> PEERS = List.of(LANGCHAIN4J, SPRING_AI);

  private final String title;

  Storage(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  boolean isPeer() {
    return PEERS.contains(this);
  }
}
