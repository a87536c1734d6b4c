package dev.animus4j.chatbot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chatbot in a JVM of its own, with as much memory as in its container. */
final class ChatbotProcess implements AutoCloseable {
  private static final Pattern OPTION = Pattern.compile("\"(-[XD][^\"]*)\"");

  private final Process process;
  private final URI url;

  private ChatbotProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  private static ProcessBuilder program(Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Matcher options = OPTION.matcher(Files.readString(Path.of("Dockerfile")));
    while (options.find()) {
      command.add(options.group(1));
    }
    command.add("--enable-native-access=ALL-UNNAMED"); // as the manifest of the jar says
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().clear();
    program.environment().putAll(settings);
    return program;
  }

  static ChatbotProcess start(Map<String, String> settings) throws IOException {
    Process process = program(settings).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith("Chat at ")) {
      line = output.readLine();
    }
    Thread rest = new Thread(() -> skip(output));
    rest.setDaemon(true);
    rest.start();
    return new ChatbotProcess(process, URI.create(line.substring("Chat at ".length())));
  }

  /** Starts one that is expected to end by itself: its exit code, and what it wrote of errors. */
  static String failToStart(Map<String, String> settings) throws Exception {
    Process process = program(settings).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + ": " + errors;
  }

  private static void skip(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return url.toString();
  }

  int port() {
    return url.getPort();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The peak resident memory, in megabytes. */
  long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .sum();
    }
  }

  /** Kills it, as {@code kill -9} does, and waits for its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it in order, and waits for that. */
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
