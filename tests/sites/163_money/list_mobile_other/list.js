artiList({"BA8EE5GMother":[]})
