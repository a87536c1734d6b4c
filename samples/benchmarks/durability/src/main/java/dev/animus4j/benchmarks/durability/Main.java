package dev.animus4j.benchmarks.durability;

import dev.animus4j.benchmarks.durability.Assignment.Role;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs the parts that are named, or all: {@code steps}, {@code losses}, {@code sends}, {@code
 * growth}. With {@code rounds=5} each is measured so often, and with {@code before=CLASSES} sends
 * are also measured with the classes of an earlier state of the SDK.
 */
public final class Main {
  private static final int ALL = 1_000_000;
  private static final int MANY = 64;
  private static final int[] WINDOWS = {20, 100};
  private static final int KILLS = 2;

  private final PrintStream out = System.out;
  private final DatabaseServer server;
  private final DurabilityPlan plan;

  private Main(DatabaseServer server, DurabilityPlan plan) {
    this.server = server;
    this.plan = plan;
  }

  /** See {@link Main}. */
  public static void main(String[] arguments) throws Exception {
    DurabilityPlan plan = DurabilityPlan.of(arguments);
    try (DatabaseServer server = new DatabaseServer()) {
      Main main = new Main(server, plan);
      for (String part : plan.parts()) {
        main.run(part);
      }
    }
    System.exit(0);
  }

  private void run(String part) throws Exception {
    switch (part) {
      case "steps" -> steps();
      case "losses" -> losses();
      case "sends" -> sends();
      default -> growth();
    }
  }

  private void steps() throws Exception {
    MedianTable table = new MedianTable("Messages stored", "rate", "p50", "p99", "cpu", "failures");
    for (int round = 0; round < plan.rounds(); round++) {
      for (int conversations : new int[] {1, MANY}) {
        for (Storage storage : Storage.LEDGERS) {
          measureSteps(table, storage, conversations, ALL);
        }
        for (Storage storage : Storage.PEERS) {
          for (int window : WINDOWS) {
            measureSteps(table, storage, conversations, window);
          }
        }
      }
    }
    table.printMedians(out);
  }

  private void measureSteps(MedianTable table, Storage storage, int conversations, int window)
      throws Exception {
    String row = storage.title() + (storage.isPeer() ? ", window of " + window : "");
    Assignment assignment = assign(Role.STEPS, storage, conversations, window);
    table.add(row + ", " + conversations + " at once", measure(assignment));
  }

  private void losses() throws Exception {
    String[] figures = {"acknowledged", "missing", "twice", "disorder", "partial"};
    MedianTable killed = new MedianTable("Killed while it writes, 64 at once", figures);
    MedianTable rivals = new MedianTable("Two writers of one conversation", figures);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Storage storage : contenders()) {
        for (int i = 0; i < KILLS; i++) {
          killed.add(storage.title(), killed(storage, 150 + 331L * i));
        }
        rivals.add(storage.title(), measure(assign(Role.RIVALS, storage, 1, WINDOWS[1])));
      }
    }
    killed.printSums(out);
    rivals.printSums(out);
  }

  private static List<Storage> contenders() {
    List<Storage> contenders = new ArrayList<>(Storage.LEDGERS);
    contenders.addAll(Storage.PEERS);
    return contenders;
  }

  private Map<String, Double> killed(Storage storage, long millis) throws Exception {
    int window = storage.isPeer() ? WINDOWS[0] : ALL;
    Assignment load = assign(Role.UNTIL_KILLED, storage, MANY, window);
    WorkerJvm worker = new WorkerJvm("");
    List<String> acknowledged = worker.kill(load, millis);
    Map<String, Double> losses = worker.run(load.withRole(Role.CHECK), acknowledged).values();
    System.err.println(load.words() + " " + losses);
    return losses;
  }

  private void sends() throws Exception {
    MedianTable table =
        new MedianTable("chat.send()", "rate", "p50", "p99", "cpu", "bytes", "failures");
    for (int round = 0; round < plan.rounds(); round++) {
      for (int conversations : new int[] {1, MANY}) {
        String row = ", " + conversations + " at once";
        if (!plan.before().isEmpty()) {
          Assignment assignment = assign(Role.SENDS, Storage.NONE, conversations, WINDOWS[0]);
          table.add("before" + row, measure(plan.before(), assignment));
        }
        for (Storage storage : Storage.values()) {
          if (!storage.isPeer()) {
            Assignment assignment = assign(Role.SENDS, storage, conversations, WINDOWS[0]);
            table.add(storage.title() + row, measure(assignment));
          }
        }
      }
    }
    table.printMedians(out);
  }

  private void growth() throws Exception {
    String[] figures = {
      "append1000", "append10000", "append100000", "read1000", "read10000", "read100000"
    };
    MedianTable table = new MedianTable("Entries there already, µs", figures);
    for (int round = 0; round < plan.rounds(); round++) {
      for (Storage storage : Storage.LEDGERS) {
        table.add(storage.title(), measure(assign(Role.GROWTH, storage, 1, ALL)));
      }
    }
    table.printMedians(out);
  }

  private Assignment assign(Role role, Storage storage, int conversations, int window)
      throws Exception {
    String database = server.newDatabase();
    return new Assignment(role, storage.name(), server.port(), database, conversations, window);
  }

  private static Map<String, Double> measure(Assignment assignment) throws Exception {
    return measure("", assignment);
  }

  private static Map<String, Double> measure(String olderClasses, Assignment assignment)
      throws Exception {
    Map<String, Double> figures = new WorkerJvm(olderClasses).run(assignment, List.of()).values();
    System.err.println(olderClasses + assignment.words() + " " + figures);
    return figures;
  }
}
