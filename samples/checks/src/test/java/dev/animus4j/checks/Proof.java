package dev.animus4j.checks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Check that starts a process of its own, prints the ids of both, and then runs an action. */
record Proof(String name, Duration limit, Callable<String> act) implements Check {

  @Override
  public String claim() {
    return "is " + name;
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx32m");
  }

  @Override
  public String prove() throws Exception {
    ChildJvm child = ChildJvm.start(List.of("-Xmx32m"), Waiting.class);
    Check.require(child.line().equals("waiting"), "it said something else");
    System.out.println("pids " + ProcessHandle.current().pid() + " " + child.pid());
    return act.call();
  }

  /** The process that it starts. */
  static final class Waiting {
    public static void main(String[] arguments) throws Exception {
      System.out.println("waiting");
      forever();
    }
  }

  static String forever() throws InterruptedException {
    Object lock = new Object();
    synchronized (lock) {
      new CountDownLatch(1).await();
    }
    return "";
  }
}
