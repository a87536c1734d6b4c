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

  static ChatbotProcess start(Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Matcher options = OPTION.matcher(Files.readString(Path.of("Dockerfile")));
    while (options.find()) {
      command.add(options.group(1));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder program = new ProcessBuilder(command);
    program.environment().clear();
    program.environment().putAll(settings);
    program.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = program.start();
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

  private static void skip(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException ended) {
      Thread.currentThread().interrupt();
    }
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

  @Override
  public void close() {
    process.destroy();
  }
}
