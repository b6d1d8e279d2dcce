module.exports = (config) => {
  config.setQuietMode(true);
  config.addPreprocessor("drafts", "*", (data) => (data.draft ? false : undefined));
};
