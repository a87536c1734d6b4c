package dev.animus4j.checks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Network of nodes on this machine, each in a network namespace of its own, and all on one bridge.
 * Only a privileged process may have one.
 */
final class NodeNetwork implements AutoCloseable {
  static final String SUBNET = "10.231.7.0/24";

  /** The address of this machine. */
  static final String HOST = "10.231.7.1";

  /** Of no interface: what is sent there is lost. */
  private static final String NOWHERE = "02:00:00:00:00:99";

  private static final String PREFIX = "10.231.7.";
  private static final int FIRST = 10;
  private static final String INSIDE = "eth0";

  private final String name = "a4j" + ProcessHandle.current().pid() % 100_000;
  private final Map<Integer, String> nodes = new TreeMap<>();

  /** What does not arrive. */
  enum Cut {
    BOTH,
    SENT,
    RECEIVED
  }

  private NodeNetwork() {}

  static boolean isPermitted() throws InterruptedException {
    try (NodeNetwork network = create()) {
      network.addNode(0);
      return true;
    } catch (IOException | AssertionError refused) {
      return false;
    }
  }

  static NodeNetwork create() throws IOException, InterruptedException {
    NodeNetwork network = new NodeNetwork();
    ip("link", "add", network.name, "type", "bridge");
    ip("addr", "add", HOST + "/24", "dev", network.name);
    ip("link", "set", network.name, "up");
    return network;
  }

  /** How a node with this number is reached; it joins the network. */
  KillAccess join(int number, int port) throws IOException, InterruptedException {
    String node = addNode(number);
    String outside = name + "v" + number;
    String address = PREFIX + (FIRST + number);
    ip("link", "add", outside, "type", "veth", "peer", "name", INSIDE, "netns", node);
    ip("link", "set", outside, "master", name, "up");
    ip("-n", node, "addr", "add", address + "/24", "dev", INSIDE);
    ip("-n", node, "link", "set", INSIDE, "up");
    ip("-n", node, "link", "set", "lo", "up");
    return new KillAccess(
        List.of("ip", "netns", "exec", node),
        ClusteredVertx.options(address, PREFIX + FIRST + "-" + (FIRST + 9)),
        KillPlace.ledger(HOST, port),
        HOST);
  }

  private String addNode(int number) throws IOException, InterruptedException {
    String node = name + "n" + number;
    ip("netns", "add", node);
    nodes.put(number, node);
    return node;
  }

  void cut(int number, Cut cut) throws IOException, InterruptedException {
    if (cut == Cut.BOTH) {
      ip("link", "set", name + "v" + number, "down");
    }
    for (Route route : routes(number, cut)) {
      route.change("replace", "lladdr", NOWHERE, "nud", "permanent");
    }
  }

  void heal(int number, Cut cut) throws IOException, InterruptedException {
    if (cut == Cut.BOTH) {
      ip("link", "set", name + "v" + number, "up");
    }
    for (Route route : routes(number, cut)) {
      route.change("del");
    }
  }

  /** The routes of a node to all others, or of all others to it. */
  private List<Route> routes(int number, Cut cut) {
    List<Route> routes = new ArrayList<>();
    String node = String.valueOf(nodes.get(number));
    String address = PREFIX + (FIRST + number);
    if (cut == Cut.SENT) {
      routes.add(new Route(node, INSIDE, HOST));
    } else if (cut == Cut.RECEIVED) {
      routes.add(new Route("", name, address));
    }
    nodes.forEach(
        (other, namespace) -> {
          if (other != number && cut == Cut.SENT) {
            routes.add(new Route(node, INSIDE, PREFIX + (FIRST + other)));
          } else if (other != number && cut == Cut.RECEIVED) {
            routes.add(new Route(namespace, INSIDE, address));
          }
        });
    return routes;
  }

  /**
   * Where a node, or this machine, sends what is for an address.
   *
   * @param namespace of the node; empty for this machine
   */
  private record Route(String namespace, String device, String address) {

    void change(String change, String... place) throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      if (!namespace.isEmpty()) {
        command.addAll(List.of("-n", namespace));
      }
      command.addAll(List.of("neigh", change, address));
      command.addAll(List.of(place));
      command.addAll(List.of("dev", device));
      ip(command.toArray(String[]::new));
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Check.require(process.waitFor() == 0, "%s: %s", String.join(" ", command), said.strip());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    for (String node : nodes.values()) {
      ip("netns", "del", node);
    }
    ip("link", "del", name);
  }
}
